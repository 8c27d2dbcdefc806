package org.convoy.tracking;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.TrackingConfig;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Histogram;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.replica.DriverModel;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.TrainingListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells trackers how a training goes, on threads of their own: neither the time that they take nor
 * their failures touch the training.
 */
public final class Tracking implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);
  private static final Duration FLUSH_INTERVAL = Duration.ofSeconds(10);
  private static final Duration LONGEST_END = Duration.ofSeconds(30);

  private final List<Lane> lanes;

  /** Whose histograms are wanted; none: nobody's. */
  private final List<Segment> weights;

  Tracking(List<Tracker> trackers) {
    this(trackers, List.of());
  }

  private Tracking(List<Tracker> trackers, List<Segment> weights) {
    lanes = trackers.stream().map(Lane::new).toList();
    this.weights = List.copyOf(weights);
  }

  /** A tracker on a thread of its own: none waits for another's server. */
  private static final class Lane {
    private final Tracker tracker;
    private final ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(1, Tracking::daemon);
    private final ScheduledFuture<?> flushes;

    /** Whether people were told that it fails; of its thread. */
    private boolean hasFailed;

    Lane(Tracker tracker) {
      this.tracker = requireNonNull(tracker, "tracker is null");
      flushes =
          thread.scheduleWithFixedDelay(
              () -> attempt(Tracker::flush),
              FLUSH_INTERVAL.toMillis(),
              FLUSH_INTERVAL.toMillis(),
              TimeUnit.MILLISECONDS);
    }

    void tell(Consumer<Tracker> event) {
      thread.execute(() -> attempt(event));
    }

    @SuppressWarnings("CatchingUnchecked") // whatever it is, the training goes on
    private void attempt(Consumer<Tracker> event) {
      try {
        event.accept(tracker);
      } catch (RuntimeException e) {
        LOG.debug("The {} are not written", tracker.subject(), e);
        if (!hasFailed) {
          hasFailed = true;
          LOG.warn(
              "The {} are not all written; the training goes on: {}",
              tracker.subject(),
              e.getMessage());
        }
      }
    }

    void end() {
      flushes.cancel(false);
      tell(Tracker::close);
      thread.shutdown();
    }

    void awaitEnd(Duration longest) throws InterruptedException {
      if (!thread.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Gave up writing the {} after {} s", tracker.subject(), LONGEST_END.toSeconds());
        thread.shutdownNow();
      }
    }
  }

  /**
   * Keeps metrics of rounds and classes in a run's folder, and what else a config asks for.
   *
   * @param folder that this process has taken
   * @param model that is trained
   * @param hidden a text without the secrets in it, for what leaves this machine
   */
  public static Tracking of(
      ConvoyConfig config, RunFolder folder, DriverModel model, UnaryOperator<String> hidden) {
    RunFolder impatient = folder.patient(Duration.ZERO);
    TrackingConfig tracking = config.tracking();
    List<Tracker> trackers = new ArrayList<>();
    trackers.add(new RoundLog(impatient, model.description().classes()));
    if (tracking.tensorboard()) {
      trackers.add(new TensorBoardLog(impatient));
    }

    MlflowServer.of(tracking)
        .map(server -> new MlflowLog(server, config, impatient, hidden))
        .ifPresent(trackers::add);

    return new Tracking(
        trackers, tracking.hasHistograms() ? model.layout().trainableTensors() : List.of());
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
  public void roundFinished(TrainingState state, RoundMetrics round) {
    tell(tracker -> tracker.roundFinished(round));
    if (!weights.isEmpty() && round.round() + 1 == round.rounds()) {
      Map<String, Histogram> histograms = histograms(state.model().parameters());
      tell(tracker -> tracker.spread(histograms));
    }
  }

  @Override
  public void gradientsSampled(Map<String, Histogram> gradients) {
    Map<String, Histogram> named = new LinkedHashMap<>();
    gradients.forEach((tensor, histogram) -> named.put("gradients/" + tensor, histogram));
    tell(tracker -> tracker.spread(named));
  }

  /** At once: the vector is not kept for later. */
  private Map<String, Histogram> histograms(float[] parameters) {
    Map<String, Histogram> histograms = new LinkedHashMap<>();
    for (Segment tensor : weights) {
      histograms.put(
          "weights/" + tensor.name(), Histogram.of(parameters, tensor.offset(), tensor.length()));
    }

    return histograms;
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    tell(tracker -> tracker.epochFinished(metrics, validation));
  }

  private void tell(Consumer<Tracker> event) {
    lanes.forEach(lane -> lane.tell(event));
  }

  /** Writes what is left, for as long as that takes half a minute at most. */
  @Override
  public void close() {
    lanes.forEach(Lane::end);
    long end = System.nanoTime() + LONGEST_END.toNanos();
    try {
      for (Lane lane : lanes) {
        lane.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
