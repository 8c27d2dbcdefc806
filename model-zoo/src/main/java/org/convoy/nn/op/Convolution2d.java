package org.convoy.nn.op;

import java.util.List;

/**
 * Geometry of a two-dimensional convolution, with the meaning of PyTorch's {@code Conv2d}.
 *
 * @param padding above and at the left
 * @param paddingAfter below and at the right
 */
public record Convolution2d(
    Size2d kernel,
    Size2d stride,
    Size2d padding,
    Size2d paddingAfter,
    Size2d dilation,
    int groups,
    PaddingMode paddingMode)
    implements ConvolutionGeometry {

  /** The same zeros on both sides of an axis. */
  public Convolution2d(Size2d kernel, Size2d stride, Size2d padding, Size2d dilation, int groups) {
    this(kernel, stride, padding, padding, dilation, groups, PaddingMode.ZEROS);
  }

  /** Of its two axes. */
  public static Convolution2d of(
      ConvolutionAxis height, ConvolutionAxis width, int groups, PaddingMode paddingMode) {
    return new Convolution2d(
        new Size2d(height.kernel(), width.kernel()),
        new Size2d(height.stride(), width.stride()),
        new Size2d(height.padding(), width.padding()),
        new Size2d(height.paddingAfter(), width.paddingAfter()),
        new Size2d(height.dilation(), width.dilation()),
        groups,
        paddingMode);
  }

  @Override
  public List<ConvolutionAxis> axes() {
    return List.of(vertical(), horizontal());
  }

  private ConvolutionAxis vertical() {
    return new ConvolutionAxis(
        kernel.height(),
        stride.height(),
        padding.height(),
        paddingAfter.height(),
        dilation.height());
  }

  private ConvolutionAxis horizontal() {
    return new ConvolutionAxis(
        kernel.width(), stride.width(), padding.width(), paddingAfter.width(), dilation.width());
  }

  /** The kernel's extent, gaps included. */
  public Size2d dilatedKernel() {
    return new Size2d(vertical().dilatedKernel(), horizontal().dilatedKernel());
  }

  @Override
  public Convolution2d withoutPadding() {
    return new Convolution2d(kernel, stride, new Size2d(0, 0), dilation, groups);
  }
}
