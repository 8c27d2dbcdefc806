package org.convoy.nn.kernel;

/** Geometry of a two-dimensional convolution, with the meaning of PyTorch's {@code Conv2d}. */
public record Convolution2d(
    Size2d kernel, Size2d stride, Size2d padding, Size2d dilation, int groups) {

  /** The output size for an input of this size; not positive if the kernel does not fit. */
  public Size2d outputSize(Size2d input) {
    return new Size2d(
        outputLength(
            input.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
        outputLength(
            input.width(), kernel.width(), stride.width(), padding.width(), dilation.width()));
  }

  /** The kernel's extent, gaps included. */
  public Size2d dilatedKernel() {
    return new Size2d(
        dilation.height() * (kernel.height() - 1) + 1, dilation.width() * (kernel.width() - 1) + 1);
  }

  private static int outputLength(int input, int kernel, int stride, int padding, int dilation) {
    return Math.floorDiv(input + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
  }
}
