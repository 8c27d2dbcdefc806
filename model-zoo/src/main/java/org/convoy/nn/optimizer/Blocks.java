package org.convoy.nn.optimizer;

import java.nio.FloatBuffer;
import org.convoy.nn.layer.ParameterLayout;

/**
 * Runs an element-wise update over the trainable ranges in blocks that stay in the first-level
 * cache: native memory is copied to arrays and back, where the JIT compiler vectorizes.
 */
final class Blocks {
  private static final int LENGTH = 1024;

  /** An update of the first {@code length} elements of the arrays. */
  interface Update {
    void apply(float[] parameters, float[] gradients, float[][] state, int length);
  }

  private final float[] parameterBlock = new float[LENGTH];
  private final float[] gradientBlock = new float[LENGTH];
  private final float[][] stateBlocks;

  private Blocks(int slots) {
    stateBlocks = new float[slots][LENGTH];
  }

  /**
   * Applies the update.
   *
   * @param state slots one after another, each as long as the parameter vector
   */
  static void update(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      ParameterLayout layout,
      Update update) {
    int size = layout.size();
    Blocks blocks = new Blocks(size == 0 ? 0 : state.capacity() / size);
    for (ParameterLayout.Range range : layout.trainable()) {
      int end = range.offset() + range.length();
      for (int offset = range.offset(); offset < end; offset += LENGTH) {
        int length = Math.min(LENGTH, end - offset);
        blocks.load(parameters, gradients, state, size, offset, length);
        update.apply(blocks.parameterBlock, blocks.gradientBlock, blocks.stateBlocks, length);
        blocks.store(parameters, state, size, offset, length);
      }
    }
  }

  private void load(
      FloatBuffer parameters,
      FloatBuffer gradients,
      FloatBuffer state,
      int size,
      int offset,
      int length) {
    parameters.get(offset, parameterBlock, 0, length);
    gradients.get(offset, gradientBlock, 0, length);
    for (int slot = 0; slot < stateBlocks.length; slot++) {
      state.get(slot * size + offset, stateBlocks[slot], 0, length);
    }
  }

  private void store(FloatBuffer parameters, FloatBuffer state, int size, int offset, int length) {
    parameters.put(offset, parameterBlock, 0, length);
    for (int slot = 0; slot < stateBlocks.length; slot++) {
      state.put(slot * size + offset, stateBlocks[slot], 0, length);
    }
  }
}
