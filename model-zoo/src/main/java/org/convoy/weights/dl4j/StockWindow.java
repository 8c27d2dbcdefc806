package org.convoy.weights.dl4j;

/**
 * Where windows lie along one side of an image.
 *
 * @param input pixels
 * @param reach pixels from a window's first to its last
 * @param output windows
 * @param before pixels of padding
 * @param after pixels of padding
 */
record StockWindow(long input, long reach, long stride, int output, int before, int after) {
  /** As many windows as strides into the image, for which DL4J pads. */
  static StockWindow same(long input, long reach, long stride) {
    long output = ceilDiv(input, stride);
    long padding = Math.max(0, (output - 1) * stride + reach - input);
    return new StockWindow(
        input,
        reach,
        stride,
        Math.toIntExact(output),
        Math.toIntExact(padding / 2),
        Math.toIntExact(padding - padding / 2));
  }

  /** As many windows as fit. */
  static StockWindow fitting(long input, long reach, long stride, int padding) {
    long rest = input + 2L * padding - reach;
    int output = rest < 0 ? 0 : Math.toIntExact(rest / stride + 1);
    return new StockWindow(input, reach, stride, output, padding, padding);
  }

  private static long ceilDiv(long dividend, long divisor) {
    return -Math.floorDiv(-dividend, divisor);
  }

  boolean isEven() {
    return before == after;
  }

  /** Whether the last window ends where the padding does. */
  boolean isExact() {
    return (input + before + after - reach) % stride == 0;
  }

  /** Whether PyTorch's ceil mode with the padding before gives the same windows. */
  boolean isCeilMode() {
    long windows = ceilDiv(input + 2L * before - reach, stride) + 1;
    boolean lastIsOutside = (windows - 1) * stride >= input + before;
    return windows - (lastIsOutside ? 1 : 0) == output;
  }
}
