package org.convoy.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
  private static final int BAR_WIDTH = 30;
  private static final int LEAST_BAR_WIDTH = 10;

  /**
   * Which facts go first where a terminal is narrow: the learning rate, the round, the time left of
   * the epoch, the accuracy, …
   */
  private static final int[] DISPENSABLE = {4, 0, 5, 3, 1, 2, 6};

  /** What a terminal writes itself when somebody presses Ctrl-C, and the last column. */
  private static final int MARGIN = "^C".length() + 1;

  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration BAR_INTERVAL = Duration.ofMillis(100);

  private final PrintWriter output;
  private final int columns;
  private int epochs;
  private long samplesPerEpoch;
  private long samplesAtStart;
  private long startNanos;
  private long shownNanos;
  private boolean isBarShown;

  private ProgressDisplay(PrintWriter output, int columns) {
    this.output = requireNonNull(output, "output is null");
    this.columns = columns;
  }

  /**
   * Draws on a terminal.
   *
   * @param columns of the terminal, which the bar leaves free what it needs to be drawn over
   */
  public static ProgressDisplay bar(PrintWriter output, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be above 0: " + columns);
    }

    return new ProgressDisplay(output, columns);
  }

  /** Writes plain lines. */
  public static ProgressDisplay lines(PrintWriter output) {
    return new ProgressDisplay(output, 0);
  }

  private boolean isTerminal() {
    return columns > 0;
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
      println("%s", start + percent(samples) + String.join("", facts));
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
        format("  epoch %s left", format(Duration.ofMillis((long) (1000 * epochLeft)))),
        format("  run %s left", format(timeLeft(state))));
  }

  private String percent(long samples) {
    return format(" %3d%%", 100 * samples / samplesPerEpoch);
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

  private static String format(Duration duration) {
    return duration.toHours() > 0
        ? String.format("%d h %02d min", duration.toHours(), duration.toMinutesPart())
        : String.format("%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }

  private void redraw(String start, long samples, List<String> facts) {
    clear();
    output.print(fitting(start, samples, facts));
    output.flush();
    isBarShown = true;
  }

  /** A line that is no longer than the terminal is wide, so that it can be drawn over. */
  private String fitting(String start, long samples, List<String> facts) {
    String percent = percent(samples);
    int room = columns - MARGIN - start.length() - percent.length();
    List<String> shown = new ArrayList<>(facts);
    for (int dispensable : facts.isEmpty() ? new int[0] : DISPENSABLE) {
      if (room - width(shown) < LEAST_BAR_WIDTH) {
        shown.set(dispensable, "");
      }
    }

    int width = Math.max(0, Math.min(BAR_WIDTH, room - width(shown)));
    int filled = (int) (width * samples / samplesPerEpoch);
    String bar = "█".repeat(filled) + "░".repeat(width - filled);
    return start + bar + percent + String.join("", shown);
  }

  private static int width(List<String> facts) {
    return facts.stream().mapToInt(String::length).sum();
  }

  private void clear() {
    if (isBarShown) {
      output.print("\r" + " ".repeat(columns - 1) + "\r");
      output.flush();
      isBarShown = false;
    }
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
