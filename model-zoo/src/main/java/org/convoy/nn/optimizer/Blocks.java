package org.convoy.nn.optimizer;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.convoy.nn.optimizer.ElementwiseOptimizer.BlockUpdate;
import org.convoy.nn.optimizer.Regularization.Stretch;
import org.convoy.nn.optimizer.Regularization.Treatment;

/**
 * Runs through the vectors of one step in blocks that stay in the first-level cache: native memory
 * is copied to arrays and back, which loops over arrays are compiled best for.
 */
final class Blocks {
  private static final int LENGTH = 1024;

  /** Factor of all gradients, then the largest magnitude of each. */
  record Limits(float scale, float largest) {}

  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final FloatBuffer state;
  private final int size;
  private final List<ElementwiseOptimizer> rules;
  private final float[] parameterBlock = new float[LENGTH];
  private final float[] gradientBlock = new float[LENGTH];

  /** Of each rule; they share their memory. */
  private final float[][][] stateBlocks;

  /** State vectors of the rule that has most. */
  private final int vectors;

  /**
   * @param size elements of the parameter vector
   * @param rules what updates parameters, by the numbers in their treatments
   */
  Blocks(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      int size,
      List<ElementwiseOptimizer> rules) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.state = state;
    this.size = size;
    this.rules = rules;
    vectors = rules.stream().mapToInt(ElementwiseOptimizer::stateVectors).max().orElse(0);
    float[][] blocks = new float[vectors][LENGTH];
    stateBlocks =
        rules.stream()
            .map(rule -> Arrays.copyOf(blocks, rule.stateVectors()))
            .toArray(float[][][]::new);
  }

  /** What is done with one block that was loaded. */
  private interface Visit {
    void block(Treatment treatment, int offset, int length);
  }

  private static void forEach(List<Stretch> stretches, Visit visit) {
    for (Stretch stretch : stretches) {
      int end = stretch.range().offset() + stretch.range().length();
      for (int offset = stretch.range().offset(); offset < end; offset += LENGTH) {
        visit.block(stretch.treatment(), offset, Math.min(LENGTH, end - offset));
      }
    }
  }

  /** The Euclidean norm of the penalized gradients. */
  double gradientNorm(List<Stretch> stretches) {
    double[] sum = {0};
    forEach(
        stretches,
        (treatment, offset, length) -> {
          loadGradients(treatment, offset, length);
          sum[0] += sumOfSquares(gradientBlock, length);
        });
    return Math.sqrt(sum[0]);
  }

  /**
   * Updates parameters and state.
   *
   * @param contexts of each rule
   */
  void update(List<Stretch> stretches, Limits limits, List<StepContext> contexts) {
    BlockUpdate[] updates = updates(contexts);
    forEach(
        stretches,
        (treatment, offset, length) -> {
          parameters.get(offset, parameterBlock, 0, length);
          loadGradients(treatment, offset, length);
          limit(limits, length);
          float[][] blocks = stateBlocks[treatment.rule()];
          loadState(blocks, offset, length);
          updates[treatment.rule()].apply(
              parameterBlock, gradientBlock, blocks, treatment.weightDecay(), length);
          store(blocks, offset, length);
        });
  }

  /** Those of each rule, which has its own single values in the state. */
  private BlockUpdate[] updates(List<StepContext> contexts) {
    BlockUpdate[] updates = new BlockUpdate[rules.size()];
    int offset = vectors * size;
    for (int i = 0; i < updates.length; i++) {
      float[] scalars = new float[rules.get(i).stateScalars()];
      state.get(offset, scalars);
      updates[i] = rules.get(i).update(contexts.get(i), scalars);
      state.put(offset, scalars);
      offset += scalars.length;
    }

    return updates;
  }

  private void loadGradients(Treatment treatment, int offset, int length) {
    gradients.get(offset, gradientBlock, 0, length);
    if (treatment.isPenalized()) {
      parameters.get(offset, parameterBlock, 0, length);
      treatment.penalize(parameterBlock, gradientBlock, length);
    }
  }

  private void limit(Limits limits, int length) {
    if (limits.scale() != 1) {
      scale(gradientBlock, limits.scale(), length);
    }

    if (limits.largest() != Float.POSITIVE_INFINITY) {
      clamp(gradientBlock, limits.largest(), length);
    }
  }

  private void loadState(float[][] blocks, int offset, int length) {
    for (int vector = 0; vector < blocks.length; vector++) {
      state.get(vector * size + offset, blocks[vector], 0, length);
    }
  }

  private void store(float[][] blocks, int offset, int length) {
    parameters.put(offset, parameterBlock, 0, length);
    for (int vector = 0; vector < blocks.length; vector++) {
      state.put(vector * size + offset, blocks[vector], 0, length);
    }
  }

  private static double sumOfSquares(float[] values, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (double) values[i] * values[i];
    }

    return sum;
  }

  private static void scale(float[] values, float factor, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factor;
    }
  }

  /** NaN stays NaN. Comparisons, because Math.min costs the plain compiler more than a branch. */
  private static void clamp(float[] values, float largest, int length) {
    for (int i = 0; i < length; i++) {
      float value = values[i];
      values[i] = value > largest ? largest : value < -largest ? -largest : value;
    }
  }
}
