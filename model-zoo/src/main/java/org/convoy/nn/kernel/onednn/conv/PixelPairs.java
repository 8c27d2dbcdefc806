package org.convoy.nn.kernel.onednn.conv;

import org.convoy.nn.op.Convolution2d;

/** Which input and output pixels each kernel position (tap) of a convolution joins. */
final class PixelPairs {
  private final Convolution2d geometry;
  private final long[] in;
  private final long[] out;

  /** For these dimensions of input and output, the batch first. */
  PixelPairs(Convolution2d geometry, long[] in, long[] out) {
    this.geometry = geometry;
    this.in = in;
    this.out = out;
  }

  /** Does something with a tap and the pixels it joins. */
  interface Visitor {
    void visit(int tap, long inputPixel, long outputPixel);
  }

  Convolution2d geometry() {
    return geometry;
  }

  int taps() {
    return geometry.kernel().area();
  }

  long inputPixels() {
    return in[2] * in[3];
  }

  long outputPixels() {
    return out[2] * out[3];
  }

  /** Elements of one tap's weights. */
  long tapSize() {
    return out[1] * in[1];
  }

  /** Visits all pairs of a tap. */
  void ofTap(int tap, Visitor visitor) {
    for (long pixel = 0; pixel < outputPixels(); pixel++) {
      long joined = inputPixel(tap, pixel);
      if (joined >= 0) {
        visitor.visit(tap, joined, pixel);
      }
    }
  }

  /** Visits all pairs of an output pixel. */
  void ofOutputPixel(long pixel, Visitor visitor) {
    for (int tap = 0; tap < taps(); tap++) {
      long joined = inputPixel(tap, pixel);
      if (joined >= 0) {
        visitor.visit(tap, joined, pixel);
      }
    }
  }

  /** Visits all pairs of an input pixel. */
  void ofInputPixel(long pixel, Visitor visitor) {
    for (int tap = 0; tap < taps(); tap++) {
      ofTap(
          tap,
          (same, inputPixel, outputPixel) -> {
            if (inputPixel == pixel) {
              visitor.visit(same, inputPixel, outputPixel);
            }
          });
    }
  }

  /** The input pixel that a tap joins to an output pixel; -1 for padding. */
  private long inputPixel(int tap, long pixel) {
    long row =
        pixel / out[3] * geometry.stride().height()
            - geometry.padding().height()
            + (long) tap / geometry.kernel().width() * geometry.dilation().height();
    long column =
        pixel % out[3] * geometry.stride().width()
            - geometry.padding().width()
            + (long) tap % geometry.kernel().width() * geometry.dilation().width();
    boolean isInside = row >= 0 && row < in[2] && column >= 0 && column < in[3];
    return isInside ? row * in[3] + column : -1;
  }
}
