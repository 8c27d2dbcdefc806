package org.convoy.tracking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.convoy.config.TrackingConfig;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells trackers how a training goes, on a thread of their own: neither the time that they take nor
 * their failures touch the training.
 */
public final class Tracking implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private final List<Tracker> trackers;
  private final ScheduledThreadPoolExecutor thread;
  private final ScheduledFuture<?> flushes;

  /** Those that have failed once, of which people are told; of the trackers' thread. */
  private final Set<Tracker> failed = new HashSet<>();

  Tracking(List<Tracker> trackers) {
    this.trackers = List.copyOf(trackers);
    thread = new ScheduledThreadPoolExecutor(1, Tracking::daemon);
    flushes =
        thread.scheduleWithFixedDelay(
            () -> forEach(Tracker::flush),
            FLUSH_INTERVAL.toMillis(),
            FLUSH_INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Keeps metrics of rounds and classes in a run's folder, and what else a config asks for.
   *
   * @param folder that this process has taken
   * @param classes the names of the classes
   */
  public static Tracking of(TrackingConfig config, RunFolder folder, List<String> classes) {
    RunFolder impatient = folder.patient(Duration.ZERO);
    List<Tracker> trackers = new ArrayList<>();
    trackers.add(new RoundLog(impatient, classes));
    if (config.tensorboard()) {
      trackers.add(new TensorBoardLog(impatient));
    }

    return new Tracking(trackers);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tracking");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void trainingStarted(TrainingState start, int epochs, EpochPlan plan) {
    int epoch = start.epoch();
    int round = start.round();
    long trained = (long) epoch * plan.samples() + start.tally().samples();
    tell(tracker -> tracker.started(epoch, round, trained));
  }

  @Override
  public void roundFinished(TrainingState unused, RoundMetrics round) {
    tell(tracker -> tracker.roundFinished(round));
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    tell(tracker -> tracker.epochFinished(metrics, validation));
  }

  private void tell(Consumer<Tracker> event) {
    thread.execute(() -> forEach(event));
  }

  private void forEach(Consumer<Tracker> event) {
    trackers.forEach(tracker -> attempt(tracker, event));
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it is, the training goes on
  private void attempt(Tracker tracker, Consumer<Tracker> event) {
    try {
      event.accept(tracker);
    } catch (RuntimeException e) {
      LOG.debug("The {} are not written", tracker.subject(), e);
      if (failed.add(tracker)) {
        LOG.warn(
            "The {} are not all written; the training goes on: {}",
            tracker.subject(),
            e.getMessage());
      }
    }
  }

  /** Writes what is left, for as long as that takes half a minute at most. */
  @Override
  public void close() {
    flushes.cancel(false);
    tell(Tracker::close);
    thread.shutdown();
    try {
      if (!thread.awaitTermination(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Gave up writing metrics after {} s", LONGEST_END.toSeconds());
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
