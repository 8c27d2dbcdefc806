package org.convoy.data.transform.geometry;

/** Pillow's filters: a weight by the distance from the centre, in output pixels. */
enum ResamplingFilter {
  /** The plain mean. */
  BOX(0.5) {
    @Override
    double weight(double distance) {
      return distance > -0.5 && distance <= 0.5 ? 1 : 0;
    }
  },

  /** A cardinal sine in a Hamming window. */
  HAMMING(1) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      return x < 1 ? sinc(x) * (0.54 + 0.46 * StrictMath.cos(Math.PI * x)) : 0;
    }
  },

  /** A cardinal sine in the middle lobe of a three times wider one. */
  LANCZOS(3) {
    @Override
    double weight(double distance) {
      return distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0;
    }
  },

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

  private static double sinc(double x) {
    return x == 0 ? 1 : StrictMath.sin(Math.PI * x) / (Math.PI * x);
  }

  abstract double weight(double distance);
}
