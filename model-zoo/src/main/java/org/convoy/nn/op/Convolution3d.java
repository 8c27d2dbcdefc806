package org.convoy.nn.op;

import java.util.List;

/**
 * Geometry of a three-dimensional convolution, with the meaning of PyTorch's {@code Conv3d}.
 *
 * @param axes depth, height, width
 */
public record Convolution3d(List<ConvolutionAxis> axes, int groups, PaddingMode paddingMode)
    implements ConvolutionGeometry {
  public Convolution3d {
    axes = List.copyOf(axes);
    if (axes.size() != 3) {
      throw new IllegalArgumentException(
          "axes must be depth, height and width, got " + axes.size());
    }
  }

  /** The first axis. */
  public ConvolutionAxis depth() {
    return axes.get(0);
  }

  /** The convolution of one slice of the input by one slice of the kernel. */
  public Convolution2d slice() {
    return Convolution2d.of(axes.get(1), axes.get(2), groups, paddingMode);
  }

  @Override
  public Convolution3d withoutPadding() {
    return new Convolution3d(
        axes.stream().map(ConvolutionAxis::withoutPadding).toList(), groups, PaddingMode.ZEROS);
  }
}
