package org.convoy.data.transform.geometry;

import java.util.stream.IntStream;

/**
 * Which pixels of a line make each pixel of the resized line, and with which weights. When a line
 * gets shorter, the filter gets as much wider (antialias).
 */
final class ResamplingWeights {
  /** Fractional bits of a weight: 8 bits of a pixel and a few of a sum leave room for 22. */
  static final int PRECISION = 22;

  /** Added to a sum of products before its fraction is cut off. */
  static final int HALF = 1 << (PRECISION - 1);

  private static final int RGB = 3;

  private final int taps;
  private final int[] first;
  private final int[] weights;
  private final boolean overshooting;

  private ResamplingWeights(int taps, int[] first, int[] weights) {
    this.taps = taps;
    this.first = first;
    this.weights = weights;
    this.overshooting = IntStream.of(weights).anyMatch(weight -> weight < 0);
  }

  static ResamplingWeights of(ResamplingFilter filter, int inputSize, int outputSize) {
    double scale = (double) inputSize / outputSize;
    double stretch = Math.max(1, scale);
    double support = filter.support() * stretch;
    int[] from = new int[outputSize];
    int[] to = new int[outputSize];
    int taps = 0;

    for (int i = 0; i < outputSize; i++) {
      double centre = (i + 0.5) * scale;
      from[i] = Math.max(0, (int) (centre - support + 0.5));
      to[i] = Math.min(inputSize, (int) (centre + support + 0.5));
      taps = Math.max(taps, to[i] - from[i]);
    }

    int[] first = new int[outputSize];
    int[] weights = new int[outputSize * taps];

    // Every pixel has as many taps; those beyond the filter have no weight.
    for (int i = 0; i < outputSize; i++) {
      first[i] = Math.min(from[i], inputSize - taps);
      double distance = from[i] + 0.5 - (i + 0.5) * scale;
      int offset = i * taps + from[i] - first[i];
      fill(weights, offset, filter, distance, to[i] - from[i], stretch);
    }

    return new ResamplingWeights(taps, first, weights);
  }

  /** Weights of so many pixels, the first at this distance from the centre; their sum is 1. */
  private static void fill(
      int[] weights,
      int offset,
      ResamplingFilter filter,
      double distance,
      int count,
      double stretch) {
    double sum = 0;

    for (int tap = 0; tap < count; tap++) {
      sum += filter.weight((distance + tap) / stretch);
    }

    for (int tap = 0; tap < count; tap++) {
      weights[offset + tap] = fixed(filter.weight((distance + tap) / stretch) / sum);
    }
  }

  private static int fixed(double weight) {
    return (int) (weight * (1 << PRECISION) + Math.copySign(0.5, weight));
  }

  int size() {
    return first.length;
  }

  /** Pixels that make one. */
  int taps() {
    return taps;
  }

  /** The first pixel of those that make a pixel of the resized line. */
  int first(int index) {
    return first[index];
  }

  /** The weight of the pixel {@code first(index) + tap}. */
  int weight(int index, int tap) {
    return weights[index * taps + tap];
  }

  /** Whether sums may be below 0 or above 255. */
  boolean isOvershooting() {
    return overshooting;
  }

  /** One row of an image, from the byte at an offset on, resized; the pixels as 0…255. */
  void resize(byte[] pixels, int offset, int channels, int[] target) {
    if (channels != RGB) {
      resizeChannels(pixels, offset, channels, target);
    } else if (taps == 2 && !overshooting) {
      resizeColoursOfTwo(pixels, offset, target);
    } else if (taps == 3 && !overshooting) {
      resizeColoursOfThree(pixels, offset, target);
    } else {
      resizeColours(pixels, offset, target);
    }
  }

  // The usual cases, enlarging and shrinking by up to 1.5, without an inner loop: twice as fast.
  private void resizeColoursOfTwo(byte[] pixels, int offset, int[] target) {
    for (int i = 0, to = 0; i < first.length; i++) {
      int near = weights[2 * i];
      int far = weights[2 * i + 1];
      int start = offset + first[i] * RGB;

      target[to++] = blend(pixels, start, near, far);
      target[to++] = blend(pixels, start + 1, near, far);
      target[to++] = blend(pixels, start + 2, near, far);
    }
  }

  private static int blend(byte[] pixels, int from, int near, int far) {
    int sum = (pixels[from] & 0xff) * near + (pixels[from + RGB] & 0xff) * far;
    return (sum + HALF) >> PRECISION;
  }

  private void resizeColoursOfThree(byte[] pixels, int offset, int[] target) {
    for (int i = 0, to = 0; i < first.length; i++) {
      int left = weights[3 * i];
      int middle = weights[3 * i + 1];
      int right = weights[3 * i + 2];
      int start = offset + first[i] * RGB;

      target[to++] = blend(pixels, start, left, middle, right);
      target[to++] = blend(pixels, start + 1, left, middle, right);
      target[to++] = blend(pixels, start + 2, left, middle, right);
    }
  }

  private static int blend(byte[] pixels, int from, int left, int middle, int right) {
    int sum = (pixels[from] & 0xff) * left + (pixels[from + RGB] & 0xff) * middle;
    return (sum + (pixels[from + 2 * RGB] & 0xff) * right + HALF) >> PRECISION;
  }

  private void resizeColours(byte[] pixels, int offset, int[] target) {
    for (int i = 0, to = 0; i < first.length; i++) {
      int from = offset + first[i] * RGB;
      int red = HALF;
      int green = HALF;
      int blue = HALF;

      for (int weight = i * taps; weight < (i + 1) * taps; weight++, from += RGB) {
        red += (pixels[from] & 0xff) * weights[weight];
        green += (pixels[from + 1] & 0xff) * weights[weight];
        blue += (pixels[from + 2] & 0xff) * weights[weight];
      }

      target[to++] = level(red);
      target[to++] = level(green);
      target[to++] = level(blue);
    }
  }

  private void resizeChannels(byte[] pixels, int offset, int channels, int[] target) {
    for (int i = 0, to = 0; i < first.length; i++) {
      int from = offset + first[i] * channels;

      for (int channel = 0; channel < channels; channel++) {
        target[to++] = sum(pixels, from + channel, channels, i * taps);
      }
    }
  }

  private int sum(byte[] pixels, int offset, int step, int weight) {
    int sum = HALF;

    for (int tap = 0, from = offset; tap < taps; tap++, from += step) {
      sum += (pixels[from] & 0xff) * weights[weight + tap];
    }

    return level(sum);
  }

  /** A sum of products as a level. */
  static int level(int sum) {
    return Math.max(0, Math.min(255, sum >> PRECISION));
  }

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
}
