package org.convoy.data.transform.geometry;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.convoy.data.transform.ToTensorNormalize;

/** One row of a result: blended from rows of the image, and normalized. */
final class NormalizedRow {
  private static final float MAX_LEVEL = 255;
  private static final float ONE = 1 << (2 * LineWeights.PRECISION);

  private final int channels;
  private final int width;

  /** By which a sum is multiplied, and what is added then, for each value of a row. */
  private final float[] scale;

  private final float[] bias;
  private final float[] zeros;
  private final float[] sums;
  private final float[] values;

  NormalizedRow(ToTensorNormalize toTensor, int width) {
    this.channels = toTensor.channels();
    this.width = width;
    this.scale = new float[channels * width];
    this.bias = new float[channels * width];
    this.zeros = new float[channels * width];
    this.sums = new float[channels * width];
    this.values = new float[channels * width];

    for (int channel = 0; channel < channels; channel++) {
      int from = channel * width;
      float std = toTensor.std(channel);
      Arrays.fill(scale, from, from + width, 1 / (ONE * MAX_LEVEL * std));
      Arrays.fill(bias, from, from + width, -toTensor.mean(channel) / std);
    }
  }

  /** Computes a row of the result. */
  void blend(PlanarRows rows, LineWeights weights, int y) {
    int first = weights.first()[y];
    int taps = weights.taps(y);
    float[] partial = zeros;
    int tap = 0;

    for (; tap < taps - 2; tap += 2) {
      add(
          partial,
          rows.row(first + tap),
          weights.weight(y, tap),
          rows.row(first + tap + 1),
          weights.weight(y, tap + 1),
          sums);
      partial = sums;
    }

    // Of a single row, twice the same one: the second one has no weight.
    float[] last = rows.row(first + tap);
    float[] beyond = tap + 1 < taps ? rows.row(first + tap + 1) : last;
    add(partial, last, weights.weight(y, tap), beyond, weights.weight(y, tap + 1), sums);
    normalize(sums, scale, bias, values);
  }

  /** Copies the row into a tensor. */
  void put(FloatBuffer tensor, int start, int plane) {
    for (int channel = 0; channel < channels; channel++) {
      tensor.put(start + channel * plane, values, channel * width, width);
    }
  }

  // The loops are simple enough for the compiler to turn them into vector instructions.
  private static void add(
      float[] partial, float[] one, float weight, float[] other, float otherWeight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = partial[i] + one[i] * weight + other[i] * otherWeight;
    }
  }

  private static void normalize(float[] sums, float[] scale, float[] bias, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = sums[i] * scale[i] + bias[i];
    }
  }
}
