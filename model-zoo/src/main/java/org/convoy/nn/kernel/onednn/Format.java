package org.convoy.nn.kernel.onednn;

import org.bytedeco.dnnl.global.dnnl;

/** How activations lie in memory. */
enum Format {
  /** Row-major: all of a channel's pixels side by side. */
  NCHW(dnnl.dnnl_nchw),
  /** All of a pixel's channels side by side; any number of channels without padding. */
  NHWC(dnnl.dnnl_nhwc),
  /** Blocks of 8 channels, padded to a whole number of blocks. */
  BLOCKED_8(dnnl.dnnl_nChw8c),
  /** Blocks of 16 channels, padded to a whole number of blocks. */
  BLOCKED_16(dnnl.dnnl_nChw16c);

  private final int tag;

  Format(int tag) {
    this.tag = tag;
  }

  int tag() {
    return tag;
  }

  Layout layout(NativeScope scope, long... dimensions) {
    return Layout.of(scope, this, dimensions);
  }

  /** True if all of a pixel's channels lie side by side. */
  boolean isPixelByPixel(long channels) {
    return switch (this) {
      case NCHW -> false;
      case NHWC -> true;
      case BLOCKED_8 -> channels == 8;
      case BLOCKED_16 -> channels == 16;
    };
  }
}
