package org.convoy.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.EmaConfig;
import org.convoy.config.ConvoyConfig.SwaConfig;
import org.convoy.config.EarlyStoppingConfig;
import org.convoy.config.ScheduleConfig;
import org.convoy.config.ScheduleConfig.Interval;
import org.convoy.config.ScheduleRule.ExponentialConfig;
import org.convoy.config.StrategyConfig.GradientConfig;
import org.convoy.config.SyncConfig;
import org.convoy.config.SyncConfig.Compression;
import org.convoy.config.SyncConfig.PostLocalConfig;
import org.convoy.config.SyncConfig.QuadraticConfig;
import org.convoy.config.binding.Records;

/**
 * The learning-rate range test of <a href="https://arxiv.org/abs/1506.01186">Smith (2015)</a>, as
 * fastai and PyTorch Lightning have it: the learning rate grows by a factor with each step until
 * the loss explodes. A good one is where the loss falls fastest or, with fastai, a tenth of the one
 * where it is lowest: with momentum a loss may fall fastest right before it explodes. Takes what
 * steps give, one after the other.
 */
public final class RangeTest {
  /** Of Lightning's and fastai's moving average. */
  private static final double SMOOTHING = 0.98;

  /** Times the lowest smoothed loss: an explosion, as there. */
  private static final double EXPLOSION = 4;

  /** Whose slopes are left out: the average has hardly begun, or has seen the explosion. */
  private static final int SKIPPED_FIRST = 10;

  private static final int SKIPPED_LAST = 1;

  private final List<Point> points = new ArrayList<>();
  private double average;
  private double lowest = Double.POSITIVE_INFINITY;
  private boolean isExploded;

  /**
   * One step.
   *
   * @param loss mean over the images of the step
   * @param smoothed its exponential moving average up to there, without the bias of its start
   */
  public record Point(double learningRate, double loss, double smoothed) {}

  /**
   * The training that the test is: this one's with a learning rate that grows with each step, and
   * the mean gradient of all workers in each. A training of several steps a round, or with an outer
   * momentum, has the same steps; what it makes of them afterwards is not tried.
   *
   * @param stepsPerEpoch of each worker
   */
  public static ConvoyConfig config(
      ConvoyConfig training, double from, double to, int steps, int stepsPerEpoch) {
    double gamma = Math.pow(to / from, 1.0 / (steps - 1));
    return (ConvoyConfig)
        Records.with(
            training.with("checkpoint.everyRounds=0", "checkpoint.keepLast=1"),
            Map.of(
                "epochs",
                (int) Math.ceil((double) steps / stepsPerEpoch),
                "optimizer",
                Records.with(training.optimizer(), Map.of("learningRate", from)),
                "schedule",
                new ScheduleConfig(Interval.STEP, 0, new ExponentialConfig(gamma)),
                "sync",
                new SyncConfig(
                    1,
                    new GradientConfig(),
                    Compression.NONE,
                    new PostLocalConfig(Optional.empty(), Optional.empty()),
                    new QuadraticConfig(Optional.empty()),
                    training.sync().transport(),
                    training.sync().timeoutSeconds()),
                "ema",
                new EmaConfig(Optional.empty(), Optional.empty(), Optional.empty()),
                "swa",
                new SwaConfig(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                "earlyStopping",
                new EarlyStoppingConfig(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
  }

  /** The next step; the test ends when the loss has exploded. */
  public Point add(double learningRate, double loss) {
    average = SMOOTHING * average + (1 - SMOOTHING) * loss;
    double smoothed = average / (1 - Math.pow(SMOOTHING, points.size() + 1));
    Point point = new Point(learningRate, loss, smoothed);
    points.add(point);
    lowest = Math.min(lowest, smoothed);
    isExploded = !Double.isFinite(loss) || smoothed > EXPLOSION * lowest;
    return point;
  }

  /** The step after the last one had no finite loss, or left no finite parameters. */
  public void diverged() {
    isExploded = true;
  }

  /** Whether the loss got so high, or infinite, that no larger learning rate is worth a step. */
  public boolean isExploded() {
    return isExploded;
  }

  public List<Point> points() {
    return List.copyOf(points);
  }

  /** The smaller of {@link #steepest()} and a tenth of {@link #lowest()}. */
  public Optional<Double> suggestion() {
    return steepest().map(rate -> Math.min(rate, lowest() / 10));
  }

  /** The learning rate of the lowest smoothed loss, of at least one step. */
  public double lowest() {
    return points.stream()
        .min(Comparator.comparingDouble(Point::smoothed))
        .orElseThrow()
        .learningRate();
  }

  /**
   * The learning rate at which the smoothed loss falls fastest over the logarithm of the learning
   * rate; nothing where it falls nowhere, or there were too few steps.
   */
  public Optional<Double> steepest() {
    int steepest = -1;
    double slope = 0;
    for (int i = SKIPPED_FIRST; i < points.size() - SKIPPED_LAST; i++) {
      double here = (points.get(i + 1).smoothed() - points.get(i - 1).smoothed()) / 2;
      if (here < slope) {
        slope = here;
        steepest = i;
      }
    }

    return steepest < 0 ? Optional.empty() : Optional.of(points.get(steepest).learningRate());
  }
}
