package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

  /** Those whose latest attempt failed; of the trackers' thread. */
  private final Set<Tracker> failing = new HashSet<>();

  Tracking(List<Tracker> trackers) {
    this.trackers = List.copyOf(trackers);
    thread = new ScheduledThreadPoolExecutor(1, Tracking::daemon);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.scheduleWithFixedDelay(
        () -> forEach(Tracker::flush),
        FLUSH_INTERVAL.toMillis(),
        FLUSH_INTERVAL.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /**
   * Keeps metrics of rounds and classes in a run's folder.
   *
   * @param folder that this process has taken
   * @param classes the names of the classes
   */
  public static Tracking of(RunFolder folder, List<String> classes) {
    requireNonNull(folder, "folder is null");
    return new Tracking(List.of(new RoundLog(folder.patient(Duration.ZERO), classes)));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "tracking");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void trainingStarted(TrainingState start, int epochs, EpochPlan unused) {
    int epoch = start.epoch();
    int round = start.round();
    tell(tracker -> tracker.started(epoch, round));
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
      failing.remove(tracker);
    } catch (RuntimeException e) {
      if (failing.add(tracker)) {
        LOG.warn("The {} are not written for now: {}", tracker.subject(), e.getMessage());
        LOG.debug("Not written", e);
      }
    }
  }

  /** Writes what is left, for as long as that takes half a minute at most. */
  @Override
  public void close() {
    thread.execute(() -> forEach(Tracker::flush));
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
