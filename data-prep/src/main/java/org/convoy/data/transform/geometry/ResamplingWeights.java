package org.convoy.data.transform.geometry;

/**
 * Which pixels of a line make each pixel of the resized line, and with which weights. When a line
 * gets shorter, the filter gets as much wider (antialias).
 */
final class ResamplingWeights {
  /** Fractional bits of a weight: 8 bits of a pixel and a few of a sum leave room for 22. */
  static final int PRECISION = 22;

  /** Added to a sum of products before its fraction is cut off. */
  static final int HALF = 1 << (PRECISION - 1);

  private final int taps;
  private final int[] first;
  private final int[] weights;

  private ResamplingWeights(int taps, int[] first, int[] weights) {
    this.taps = taps;
    this.first = first;
    this.weights = weights;
  }

  static ResamplingWeights of(ResamplingFilter filter, int inputSize, int outputSize) {
    double scale = (double) inputSize / outputSize;
    double stretch = Math.max(1, scale);
    double support = filter.support() * stretch;
    int taps = Math.min(inputSize, (int) Math.ceil(2 * support + 1e-9));
    int[] first = new int[outputSize];
    int[] weights = new int[outputSize * taps];
    double[] line = new double[taps + 2];

    for (int i = 0; i < outputSize; i++) {
      double centre = (i + 0.5) * scale;
      int from = Math.max(0, (int) (centre - support + 0.5));
      int to = Math.min(inputSize, (int) (centre + support + 0.5));
      double sum = 0;

      for (int j = from; j < to; j++) {
        line[j - from] = filter.weight((j - centre + 0.5) / stretch);
        sum += line[j - from];
      }

      // Every line has as many taps; those beyond the filter have no weight.
      first[i] = Math.min(from, inputSize - taps);
      int offset = i * taps + from - first[i];

      for (int j = 0; j < to - from; j++) {
        weights[offset + j] = fixed(line[j] / sum);
      }
    }

    return new ResamplingWeights(taps, first, weights);
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

  /** One row of an image, from the byte at an offset on, resized; the pixels as 0…255. */
  void resize(byte[] pixels, int offset, int channels, int[] target) {
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
}
