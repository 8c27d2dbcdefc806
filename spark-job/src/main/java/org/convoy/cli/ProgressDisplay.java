package org.convoy.cli;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.train.TrainingListener;
import org.convoy.train.state.EarlyStopping;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.Metric;
import org.convoy.train.state.TrainingState;

/**
 * Shows how a training goes: on a terminal a bar that is drawn over itself, elsewhere a plain line
 * now and then; at the end of an epoch a line that stays.
 */
final class ProgressDisplay implements TrainingListener {
  private static final int BAR_WIDTH = 30;
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration BAR_INTERVAL = Duration.ofMillis(100);

  private final PrintWriter output;
  private final boolean terminal;
  private int epochs;
  private long samplesPerEpoch;
  private long samplesAtStart;
  private long startNanos;
  private long shownNanos;
  private int widthShown;

  private ProgressDisplay(PrintWriter output, boolean terminal) {
    this.output = requireNonNull(output, "output is null");
    this.terminal = terminal;
  }

  /** Draws on a terminal. */
  static ProgressDisplay bar(PrintWriter output) {
    return new ProgressDisplay(output, true);
  }

  /** Writes plain lines. */
  static ProgressDisplay lines(PrintWriter output) {
    return new ProgressDisplay(output, false);
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
  public void roundFinished(TrainingState state, double learningRate) {
    Duration interval = terminal ? BAR_INTERVAL : PLAIN_INTERVAL;
    boolean isEpochDone = state.tally().samples() == samplesPerEpoch;
    if (isEpochDone || System.nanoTime() - shownNanos < interval.toNanos()) {
      return;
    }

    shownNanos = System.nanoTime();
    String text = progress(state, learningRate);
    if (terminal) {
      redraw(text);
    } else {
      println("%s", text);
    }
  }

  @Override
  public void epochFinished(EpochMetrics metrics) {
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

  private String progress(TrainingState state, double learningRate) {
    return String.format(
        Locale.ROOT,
        "Epoch %d/%d %s %3d%%  %.0f images/s  loss %.4f  learning rate %.3g  %s left",
        state.epoch() + 1,
        epochs,
        terminal ? bar(state.tally().samples()) : "",
        100 * state.tally().samples() / samplesPerEpoch,
        state.tally().samples() / state.timing().wallSeconds(),
        state.tally().loss(),
        learningRate,
        format(timeLeft(state)));
  }

  private String bar(long samples) {
    int filled = (int) (BAR_WIDTH * samples / samplesPerEpoch);
    return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
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

  private static String format(Duration duration) {
    return duration.toHours() > 0
        ? String.format("%d h %02d min", duration.toHours(), duration.toMinutesPart())
        : String.format("%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
  }

  private void redraw(String text) {
    clear();
    output.print(text);
    output.flush();
    widthShown = text.length();
  }

  private void clear() {
    if (widthShown > 0) {
      output.print("\r" + " ".repeat(widthShown) + "\r");
      widthShown = 0;
    }
  }

  private void println(String format, Object... arguments) {
    output.println(String.format(Locale.ROOT, format, arguments));
    output.flush();
  }
}
