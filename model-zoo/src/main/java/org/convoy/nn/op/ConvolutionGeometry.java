package org.convoy.nn.op;

import java.util.List;

/** Geometry of a convolution of any number of axes. */
public sealed interface ConvolutionGeometry permits Convolution2d, Convolution3d {
  /** In the order they have in the shapes. */
  List<ConvolutionAxis> axes();

  int groups();

  PaddingMode paddingMode();

  /** The same convolution for an input that has its padding already. */
  ConvolutionGeometry withoutPadding();

  /** True if the padding is other than zeros or differs between the sides of an axis. */
  default boolean hasSpecialPadding() {
    return paddingMode() != PaddingMode.ZEROS
        || axes().stream().anyMatch(axis -> axis.padding() != axis.paddingAfter());
  }
}
