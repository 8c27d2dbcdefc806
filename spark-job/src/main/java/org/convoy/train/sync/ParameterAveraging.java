package org.convoy.train.sync;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.convoy.train.state.ModelState;

/**
 * Local SGD: the new state is the mean of the replicas' states, weighted by the examples that each
 * trained on in the round (Stich, <a href="https://arxiv.org/abs/1805.09767">Local SGD Converges
 * Fast and Communicates Little</a>). Running statistics are part of the parameters and are averaged
 * with them.
 */
public final class ParameterAveraging implements Synchronization {
  /** What happens to the optimizer's vectors at a synchronisation. */
  public enum OptimizerStateRule {
    /** Averaged like the parameters. */
    AVERAGE,
    /** Set to zero: each round starts with fresh momentum. */
    RESET
  }

  private final OptimizerStateRule optimizerStateRule;

  public ParameterAveraging(OptimizerStateRule optimizerStateRule) {
    this.optimizerStateRule = requireNonNull(optimizerStateRule, "optimizerStateRule is null");
  }

  @Override
  public ModelState merge(ModelState before, List<ReplicaResult> results) {
    float[] parameters = weightedMean(results, ModelState::parameters);
    float[] optimizerState =
        switch (optimizerStateRule) {
          case AVERAGE -> weightedMean(results, ModelState::optimizerState);
          case RESET -> new float[before.optimizerState().length];
        };
    return new ModelState(parameters, optimizerState);
  }

  /** In double, so that equal inputs come out unchanged and many rounds do not drift. */
  private static float[] weightedMean(
      List<ReplicaResult> results, Function<ModelState, float[]> vector) {
    List<float[]> vectors = results.stream().map(ReplicaResult::model).map(vector).toList();
    double[] weights = results.stream().mapToDouble(result -> result.tally().samples()).toArray();
    double total = Arrays.stream(weights).sum();
    float[] mean = new float[vectors.get(0).length];
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      for (int replica = 0; replica < weights.length; replica++) {
        sum += weights[replica] * vectors.get(replica)[i];
      }

      mean[i] = (float) (sum / total);
    }

    return mean;
  }
}
