package org.convoy.nn.optimizer;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.nn.optimizer.Regularization.Group;

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
  private final ElementwiseOptimizer optimizer;
  private final float[] parameterBlock = new float[LENGTH];
  private final float[] gradientBlock = new float[LENGTH];
  private final float[][] stateBlocks;

  /**
   * @param size elements of the parameter vector
   */
  Blocks(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      int size,
      ElementwiseOptimizer optimizer) {
    this.parameters = parameters;
    this.gradients = gradients;
    this.state = state;
    this.size = size;
    this.optimizer = optimizer;
    stateBlocks = new float[optimizer.stateVectors()][LENGTH];
  }

  /** What is done with one block that was loaded. */
  private interface Visit {
    void block(Group group, int offset, int length);
  }

  private static void forEach(List<Group> groups, Visit visit) {
    for (Group group : groups) {
      int end = group.range().offset() + group.range().length();
      for (int offset = group.range().offset(); offset < end; offset += LENGTH) {
        visit.block(group, offset, Math.min(LENGTH, end - offset));
      }
    }
  }

  /** The Euclidean norm of the penalized gradients. */
  double gradientNorm(List<Group> groups) {
    double[] sum = {0};
    forEach(
        groups,
        (group, offset, length) -> {
          loadGradients(group, offset, length);
          sum[0] += sumOfSquares(gradientBlock, length);
        });
    return Math.sqrt(sum[0]);
  }

  /** Updates parameters and state. */
  void update(List<Group> groups, Limits limits, StepContext context) {
    float[] scalars = new float[optimizer.stateScalars()];
    int scalarOffset = stateBlocks.length * size;
    state.get(scalarOffset, scalars);
    BlockUpdate update = optimizer.update(context, scalars);
    state.put(scalarOffset, scalars);
    forEach(
        groups,
        (group, offset, length) -> {
          parameters.get(offset, parameterBlock, 0, length);
          loadGradients(group, offset, length);
          limit(limits, length);
          loadState(offset, length);
          update.apply(parameterBlock, gradientBlock, stateBlocks, group.weightDecay(), length);
          store(offset, length);
        });
  }

  private void loadGradients(Group group, int offset, int length) {
    gradients.get(offset, gradientBlock, 0, length);
    if (group.isPenalized()) {
      parameters.get(offset, parameterBlock, 0, length);
      group.penalize(parameterBlock, gradientBlock, length);
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

  private void loadState(int offset, int length) {
    for (int vector = 0; vector < stateBlocks.length; vector++) {
      state.get(vector * size + offset, stateBlocks[vector], 0, length);
    }
  }

  private void store(int offset, int length) {
    parameters.put(offset, parameterBlock, 0, length);
    for (int vector = 0; vector < stateBlocks.length; vector++) {
      state.put(vector * size + offset, stateBlocks[vector], 0, length);
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
