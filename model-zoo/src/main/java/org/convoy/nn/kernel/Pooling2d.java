package org.convoy.nn.kernel;

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

  /** The output size for an input of this size; not positive if the kernel does not fit. */
  public Size2d outputSize(Size2d input) {
    return new Size2d(
        outputLength(
            input.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
        outputLength(
            input.width(), kernel.width(), stride.width(), padding.width(), dilation.width()));
  }

  /** The input size, padding included, that the windows reach over; at least the padded input. */
  public Size2d coveredSize(Size2d input) {
    Size2d output = outputSize(input);
    int height = (output.height() - 1) * stride.height() + dilation.height() * kernel.height();
    int width = (output.width() - 1) * stride.width() + dilation.width() * kernel.width();
    return new Size2d(
        Math.max(height - dilation.height() + 1, input.height() + 2 * padding.height()),
        Math.max(width - dilation.width() + 1, input.width() + 2 * padding.width()));
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
