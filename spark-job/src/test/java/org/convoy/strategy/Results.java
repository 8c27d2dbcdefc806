package org.convoy.strategy;

import java.util.List;
import java.util.function.BiFunction;
import org.convoy.state.ModelState;
import org.convoy.state.Tally;
import org.convoy.strategy.StateSlices.Span;

/** Results of workers as the tests need them. */
final class Results {
  private static final float[] NONE = {};

  private Results() {}

  static RoundResult of(int worker, long samples, float[] parameters, float[] optimizerState) {
    return RoundResult.of(report(worker, samples), new ModelState(parameters, optimizerState));
  }

  /** Of a worker that keeps its optimizer state. */
  static RoundResult local(int worker, long samples, float[] parameters, float[] optimizerState) {
    return new RoundResult(
        new ModelState(parameters, NONE),
        List.of(report(worker, samples)),
        List.of(optimizerState));
  }

  /** A round of this learning rate, whose network has these trainable stretches. */
  static Strategy.Round round(double learningRate, Span... trainable) {
    return round(learningRate, (before, gradients) -> before, trainable);
  }

  static Strategy.Round round(
      double learningRate, BiFunction<ModelState, float[], ModelState> update, Span... trainable) {
    return new Strategy.Round() {
      @Override
      public double learningRate() {
        return learningRate;
      }

      @Override
      public List<Span> trainable() {
        return List.of(trainable);
      }

      @Override
      public ModelState update(ModelState before, float[] gradients) {
        return update.apply(before, gradients);
      }
    };
  }

  private static WorkerReport report(int worker, long samples) {
    return new WorkerReport(worker, new Tally(samples, 0, samples, 0), 0, WorkerTime.NONE);
  }
}
