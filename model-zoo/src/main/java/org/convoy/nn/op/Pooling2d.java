package org.convoy.nn.op;

/**
 * Geometry of two-dimensional pooling, with the meaning of PyTorch's {@code MaxPool2d} and {@code
 * AvgPool2d}.
 *
 * @param ceilMode round the output size up, so that a last window may reach over the edge
 * @param countIncludePadding average pooling: padding zeros count in the divisor
 * @param divisorOverride average pooling: the divisor of every window, or 0 for the window's size
 */
public record Pooling2d(
    Size2d kernel,
    Size2d stride,
    Size2d padding,
    Size2d dilation,
    boolean ceilMode,
    boolean countIncludePadding,
    int divisorOverride) {

  /** The same windows, whose sums are all divided by the kernel's size. */
  public Pooling2d withKernelSizeAsDivisor() {
    return new Pooling2d(kernel, stride, padding, dilation, ceilMode, true, kernel.area());
  }

  /** The output size for an input of this size; not positive if the kernel does not fit. */
  public Size2d outputSize(Size2d input) {
    return new Size2d(
        outputLength(
            input.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
        outputLength(
            input.width(), kernel.width(), stride.width(), padding.width(), dilation.width()));
  }

  /** The smallest input that has an output. */
  public Size2d smallestInput() {
    return new Size2d(
        smallestInput(kernel.height(), stride.height(), padding.height(), dilation.height()),
        smallestInput(kernel.width(), stride.width(), padding.width(), dilation.width()));
  }

  private int smallestInput(int kernel, int stride, int padding, int dilation) {
    int input = 1;
    while (outputLength(input, kernel, stride, padding, dilation) < 1) {
      input++;
    }

    return input;
  }

  /** False if the gaps of a dilated window are so wide that one of them sees only padding. */
  public boolean everyWindowSeesInput(Size2d input) {
    Size2d output = outputSize(input);
    return everyWindowSees(
            input.height(),
            output.height(),
            kernel.height(),
            stride.height(),
            padding.height(),
            dilation.height())
        && everyWindowSees(
            input.width(),
            output.width(),
            kernel.width(),
            stride.width(),
            padding.width(),
            dilation.width());
  }

  private static boolean everyWindowSees(
      int input, int output, int kernel, int stride, int padding, int dilation) {
    for (int window = 0; window < output; window++) {
      int start = window * stride - padding;
      int first = start < 0 ? Math.floorMod(start, dilation) : start;
      if (first >= input || first > start + dilation * (kernel - 1)) {
        return false;
      }
    }

    return true;
  }

  /** The input size, padding included, that the windows reach over; at least the padded input. */
  public Size2d coveredSize(Size2d input) {
    Size2d windows = windowsSize(outputSize(input));
    return new Size2d(
        Math.max(windows.height(), input.height() + 2 * padding.height()),
        Math.max(windows.width(), input.width() + 2 * padding.width()));
  }

  /** The part of the input, from its first pixel, that the windows see. */
  public Size2d reach(Size2d input) {
    Size2d windows = windowsSize(outputSize(input));
    return new Size2d(
        Math.min(input.height(), windows.height() - padding.height()),
        Math.min(input.width(), windows.width() - padding.width()));
  }

  /** From the first window's start to the last one's end. */
  private Size2d windowsSize(Size2d output) {
    return new Size2d(
        (output.height() - 1) * stride.height() + dilation.height() * (kernel.height() - 1) + 1,
        (output.width() - 1) * stride.width() + dilation.width() * (kernel.width() - 1) + 1);
  }

  /**
   * The divisor of average pooling at an output position: what lies beyond the padded input (ceil
   * mode) never counts, padding counts unless excluded.
   */
  public int divisor(Size2d input, int outputRow, int outputColumn) {
    if (divisorOverride != 0) {
      return divisorOverride;
    }

    return counted(outputRow, kernel.height(), stride.height(), padding.height(), input.height())
        * counted(outputColumn, kernel.width(), stride.width(), padding.width(), input.width());
  }

  private int counted(int position, int kernel, int stride, int padding, int input) {
    int start = position * stride - padding;
    int end = Math.min(start + kernel, input + padding);
    return countIncludePadding ? end - start : Math.min(end, input) - Math.max(start, 0);
  }

  private int outputLength(int input, int kernel, int stride, int padding, int dilation) {
    int room = input + 2 * padding - dilation * (kernel - 1) - 1;
    if (!ceilMode) {
      return Math.floorDiv(room, stride) + 1;
    }

    int length = Math.floorDiv(room + stride - 1, stride) + 1;
    // PyTorch drops a last window that would start in the padding.
    return (length - 1) * stride >= input + padding ? length - 1 : length;
  }
}
