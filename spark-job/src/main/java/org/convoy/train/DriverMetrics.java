package org.convoy.train;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToDoubleFunction;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;

/**
 * What the driver knows of the training that runs in its process, or ran there last. A value that
 * is not known yet is NaN.
 */
final class DriverMetrics implements TrainingListener {
  static final DriverMetrics OF_PROCESS = new DriverMetrics();

  private volatile Values values = Values.NONE;

  private DriverMetrics() {}

  /**
   * @param latest what the latest round gave
   * @param validation after the latest epoch
   */
  private record Values(int epoch, int round, Round latest, Validation validation) {
    static final Values NONE = new Values(0, 0, Round.NONE, Validation.NONE);

    static Values at(TrainingState state) {
      return new Values(state.epoch(), state.round(), Round.NONE, Validation.NONE);
    }

    Values afterRound(TrainingState state, RoundMetrics round) {
      return new Values(
          state.epoch(),
          state.round(),
          new Round(
              state.tally().loss(),
              state.tally().accuracy(),
              round.learningRate(),
              round.gradientNorm(),
              round.seconds().wall(),
              round.imagesPerSecond()),
          validation);
    }

    Values afterEpoch(EpochMetrics metrics) {
      return new Values(metrics.epoch() + 1, 0, latest, Validation.of(metrics));
    }
  }

  /** Loss and accuracy are those of its epoch, so far. */
  private record Round(
      double loss,
      double accuracy,
      double learningRate,
      double gradientNorm,
      double seconds,
      double imagesPerSecond) {
    static final Round NONE =
        new Round(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  private record Validation(double loss, double accuracy) {
    static final Validation NONE = new Validation(Double.NaN, Double.NaN);

    static Validation of(EpochMetrics metrics) {
      return new Validation(metrics.validationLoss(), metrics.validationAccuracy());
    }
  }

  void register(MetricRegistry registry) {
    register(registry, "epoch", Values::epoch);
    register(registry, "round", Values::round);
    register(registry, "loss", now -> now.latest().loss());
    register(registry, "accuracy", now -> now.latest().accuracy());
    register(registry, "learningRate", now -> now.latest().learningRate());
    register(registry, "gradientNorm", now -> now.latest().gradientNorm());
    register(registry, "roundSeconds", now -> now.latest().seconds());
    register(registry, "imagesPerSecond", now -> now.latest().imagesPerSecond());
    register(registry, "validationLoss", now -> now.validation().loss());
    register(registry, "validationAccuracy", now -> now.validation().accuracy());
  }

  private void register(MetricRegistry registry, String name, ToDoubleFunction<Values> value) {
    registry.register(name, (Gauge<Double>) () -> value.applyAsDouble(values));
  }

  @Override
  public void trainingStarted(TrainingState start, int epochs, EpochPlan epoch) {
    values = Values.at(start);
  }

  @Override
  public void roundFinished(TrainingState state, RoundMetrics round) {
    values = values.afterRound(state, round);
  }

  @Override
  public void epochFinished(EpochMetrics metrics, Evaluation validation) {
    values = values.afterEpoch(metrics);
  }
}
