package org.convoy.nn.kernel.onednn.plan;

import org.bytedeco.dnnl.global.dnnl;
import org.convoy.nn.kernel.Precision;

/**
 * How activations lie in memory: batches of images, or of volumes, whose voxels are pixels here.
 */
public enum Format {
  /** Row-major: all of a channel's pixels side by side. */
  NCHW(dnnl.dnnl_nchw, dnnl.dnnl_ncdhw),
  /** All of a pixel's channels side by side; any number of channels without padding. */
  NHWC(dnnl.dnnl_nhwc, dnnl.dnnl_ndhwc),
  /** Blocks of 8 channels, padded to a whole number of blocks. */
  BLOCKED_8(dnnl.dnnl_nChw8c, dnnl.dnnl_nCdhw8c),
  /** Blocks of 16 channels, padded to a whole number of blocks. */
  BLOCKED_16(dnnl.dnnl_nChw16c, dnnl.dnnl_nCdhw16c);

  private final int imageTag;
  private final int volumeTag;

  Format(int imageTag, int volumeTag) {
    this.imageTag = imageTag;
    this.volumeTag = volumeTag;
  }

  /** oneDNN's name for batches of this many dimensions: 4 or 5. */
  public int tag(int rank) {
    return rank == 5 ? volumeTag : imageTag;
  }

  /** Of floats. */
  public Layout layout(NativeScope scope, long... dimensions) {
    return layout(scope, Precision.F32, dimensions);
  }

  public Layout layout(NativeScope scope, Precision precision, long... dimensions) {
    return Layout.of(scope, this, precision, dimensions);
  }

  /** True if all of a pixel's channels lie side by side. */
  public boolean isPixelByPixel(long channels) {
    return switch (this) {
      case NCHW -> false;
      case NHWC -> true;
      case BLOCKED_8 -> channels == 8;
      case BLOCKED_16 -> channels == 16;
    };
  }
}
