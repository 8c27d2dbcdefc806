package org.convoy.nn.op;

/**
 * A convolution along one axis.
 *
 * @param padding before the input's first position
 * @param paddingAfter after its last one
 * @param dilation distance of neighbouring kernel positions
 */
public record ConvolutionAxis(int kernel, int stride, int padding, int paddingAfter, int dilation) {

  /** The output length for an input of this length; not positive if the kernel does not fit. */
  public int outputLength(int input) {
    long free = (long) input + padding + paddingAfter - dilatedKernel();
    return clamped(Math.floorDiv(free, (long) stride) + 1);
  }

  /** The kernel's extent, gaps included. */
  public int dilatedKernel() {
    return clamped((long) dilation * (kernel - 1) + 1);
  }

  /** The length of an input of this length with its padding. */
  public int paddedLength(int input) {
    return clamped((long) padding + input + paddingAfter);
  }

  /** What does not fit an int is refused as too large wherever memory is made for it. */
  private static int clamped(long length) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, length));
  }

  /** The same axis for an input that has its padding already. */
  public ConvolutionAxis withoutPadding() {
    return new ConvolutionAxis(kernel, stride, 0, 0, dilation);
  }
}
