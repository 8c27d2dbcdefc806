package org.convoy.data.transform.geometry;

/** Pillow's filters: a weight by the distance from the centre, in output pixels. */
enum ResamplingFilter {
  /** Linear. */
  TRIANGLE(1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }
  },

  /** Cubic convolution with a = -0.5 (Keys, 1981). */
  CUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);

      if (x < 1) {
        return ((SHARPNESS + 2) * x - (SHARPNESS + 3)) * x * x + 1;
      }

      return x < 2 ? (((x - 5) * x + 8) * x - 4) * SHARPNESS : 0;
    }
  };

  private static final double SHARPNESS = -0.5;

  private final double support;

  ResamplingFilter(double support) {
    this.support = support;
  }

  /** The distance from which on the weight is 0. */
  double support() {
    return support;
  }

  abstract double weight(double distance);
}
