package org.convoy.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.state.EarlyStopping;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.TrainingListener;

/**
 * Shows how a training goes: on a terminal a bar that is drawn over itself, elsewhere a plain line
 * now and then; at the end of an epoch a line that stays.
 */
public final class ProgressDisplay implements TrainingListener, AutoCloseable {
  /**
   * Which facts go first where a terminal is narrow: the learning rate, the round, the time left of
   * the epoch, the accuracy, …
   */
  private static final int[] DISPENSABLE = {4, 0, 5, 3, 1, 2, 6};

  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration BAR_INTERVAL = Duration.ofMillis(100);

  private final PrintWriter output;
  private final Optional<Bar> bar;
  private int epochs;
  private long samplesPerEpoch;
  private long samplesAtStart;
  private long startNanos;
  private long shownNanos;

  private ProgressDisplay(PrintWriter output, Optional<Bar> bar) {
    this.output = requireNonNull(output, "output is null");
    this.bar = requireNonNull(bar, "bar is null");
  }

  /**
   * Draws on a terminal.
   *
   * @param columns of the terminal, which the bar leaves free what it needs to be drawn over
   */
  public static ProgressDisplay bar(PrintWriter output, int columns) {
    return new ProgressDisplay(output, Optional.of(new Bar(output, columns)));
  }

  /** Writes plain lines. */
  public static ProgressDisplay lines(PrintWriter output) {
    return new ProgressDisplay(output, Optional.empty());
  }

  private boolean isTerminal() {
    return bar.isPresent();
  }

  @Override
  public void trainingStarted(TrainingState start, int epochs, EpochPlan epoch) {
    this.epochs = epochs;
    samplesPerEpoch = epoch.samples();
    samplesAtStart = samples(start);
    startNanos = System.nanoTime();
    shownNanos = startNanos;
    if (start.epoch() + start.round() > 0) {
      println("Continuing at epoch %d, round %d", start.epoch() + 1, start.round() + 1);
    }
  }

  @Override
  public void roundFinished(TrainingState state, RoundMetrics round) {
    // A whole bar stands there during the validation, however short the epoch was.
    boolean isEpochDone = state.tally().samples() == samplesPerEpoch;
    Duration interval = isTerminal() ? BAR_INTERVAL : PLAIN_INTERVAL;
    boolean isDue = System.nanoTime() - shownNanos >= interval.toNanos();
    if (isTerminal() ? !isDue && !isEpochDone : !isDue || isEpochDone) {
      return;
    }

    shownNanos = System.nanoTime();
    String start = start(state.epoch());
    long samples = state.tally().samples();
    List<String> facts = facts(state, round);
    if (isTerminal()) {
      redraw(start, samples, facts);
    } else {
      println("%s", start + Bar.percent(samples, samplesPerEpoch) + String.join("", facts));
    }
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    clear();
    println(
        "Epoch %d/%d  loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f"
            + "  learning rate %.3g  %.0f images/s  %.1f s, %.0f %% for data",
        metrics.epoch() + 1,
        epochs,
        metrics.trainLoss(),
        metrics.trainAccuracy(),
        metrics.validationLoss(),
        metrics.validationAccuracy(),
        metrics.learningRate(),
        metrics.imagesPerSecond(),
        metrics.seconds(),
        100 * dataShare(metrics));
    if (metrics.badImages() != null) {
      println("         Images that cannot be decoded, passed over: %s", metrics.badImages());
    }

    if (isTerminal() && metrics.epoch() + 1 < epochs) {
      redraw(start(metrics.epoch() + 1), 0, List.of());
    }
  }

  @Override
  public void stoppedEarly(EarlyStopping rule, List<EpochMetrics> history) {
    EpochMetrics best = history.get(rule.best(history));
    clear();
    println(
        "Stopping early: the best %s, %.4f, was in epoch %d",
        words(rule.objective().metric()), rule.objective().metric().of(best), best.epoch() + 1);
  }

  private static String words(Metric metric) {
    return metric.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Of the workers' time: what went into waiting for batches. */
  private static double dataShare(EpochMetrics metrics) {
    return metrics.dataSeconds() / (metrics.dataSeconds() + metrics.trainSeconds());
  }

  private String start(int epoch) {
    return format("Epoch %d/%d ", epoch + 1, epochs);
  }

  /** Loss, accuracy and throughput are those of the epoch so far. */
  private List<String> facts(TrainingState state, RoundMetrics round) {
    double throughput = state.tally().samples() / state.timing().wallSeconds();
    double epochLeft = (samplesPerEpoch - state.tally().samples()) / throughput;
    return List.of(
        format("  round %d/%d", state.round(), round.rounds()),
        format("  %.0f images/s", throughput),
        format("  loss %.4f", state.tally().loss()),
        format("  accuracy %.4f", state.tally().accuracy()),
        format("  learning rate %.3g", round.learningRate()),
        format("  epoch %s left", Bar.time(Duration.ofMillis((long) (1000 * epochLeft)))),
        format("  run %s left", Bar.time(timeLeft(state))));
  }

  /** From the mean time of this process's samples, validations and checkpoints included. */
  private Duration timeLeft(TrainingState state) {
    long done = samples(state);
    double left = epochs * samplesPerEpoch - done;
    double nanos = (System.nanoTime() - startNanos) * left / (done - samplesAtStart);
    return Duration.ofNanos((long) nanos);
  }

  /** Trained on since the training began. */
  private long samples(TrainingState state) {
    return state.epoch() * samplesPerEpoch + state.tally().samples();
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private void redraw(String start, long samples, List<String> facts) {
    int[] dispensable = facts.isEmpty() ? new int[0] : DISPENSABLE;
    bar.orElseThrow().draw(start, samples, samplesPerEpoch, facts, dispensable);
  }

  private void clear() {
    bar.ifPresent(Bar::clear);
  }

  /** Leaves a line of its own to what comes next. */
  @Override
  public void close() {
    clear();
  }

  private void println(String format, Object... arguments) {
    output.println(TerminalText.format(format, arguments));
    output.flush();
  }
}
