package org.convoy.nn.pool;

import java.util.Arrays;
import org.convoy.nn.op.Shapes;

/** Optional settings of all that has pooling windows, with PyTorch's defaults. */
abstract class PoolingBuilder<B extends PoolingBuilder<B>> {
  final int[] kernelSize;
  int[] stride;
  int[] padding = {0, 0};
  boolean ceilMode;

  PoolingBuilder(int kernelHeight, int kernelWidth) {
    kernelSize = Shapes.checkAtLeast("kernelSize", new int[] {kernelHeight, kernelWidth}, 1);
    stride = kernelSize;
  }

  abstract B self();

  public final B stride(int both) {
    return stride(both, both);
  }

  public final B stride(int height, int width) {
    stride = Shapes.checkAtLeast("stride", new int[] {height, width}, 1);
    return self();
  }

  /** At most half the kernel size. */
  public final B padding(int both) {
    return padding(both, both);
  }

  /** At most half the kernel size. */
  public final B padding(int height, int width) {
    padding = Shapes.checkAtLeast("padding", new int[] {height, width}, 0);
    return self();
  }

  final void checkPadding() {
    if (2 * padding[0] > kernelSize[0] || 2 * padding[1] > kernelSize[1]) {
      throw new IllegalArgumentException(
          "padding must be at most half the kernel size, got %s for %s"
              .formatted(Arrays.toString(padding), Arrays.toString(kernelSize)));
    }
  }
}
