package org.convoy.picture;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.nn.hook.LayerTensor;

/**
 * One channel's values.
 *
 * @param values height * width, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // Never written to after it is made.
public record FeatureMap(int height, int width, float[] values) {
  public FeatureMap {
    requireNonNull(values, "values is null");
    if (height < 1 || width < 1 || height * width != values.length) {
      throw new IllegalArgumentException(
          "A map of %d x %d needs as many values, got %d".formatted(height, width, values.length));
    }
  }

  /**
   * The maps of one image.
   *
   * @param tensor [1, channels, height, width]; [1, features] is one map that is about square, its
   *     last row filled up with the smallest value
   * @throws IllegalArgumentException if it is neither, or a batch of several images
   */
  public static List<FeatureMap> of(LayerTensor tensor) {
    List<Integer> shape = tensor.shape();
    if (shape.get(0) != 1 || (shape.size() != 4 && shape.size() != 2)) {
      throw new IllegalArgumentException(
          "Maps are made of [1, channels, height, width] or [1, features], got " + shape);
    }

    int height = shape.size() == 4 ? shape.get(2) : 1;
    int width = shape.size() == 4 ? shape.get(3) : 1;
    int pixels = height * width;
    if (pixels == 1) {
      return List.of(square(tensor.values()));
    }

    return IntStream.range(0, shape.get(1))
        .mapToObj(
            channel ->
                new FeatureMap(
                    height,
                    width,
                    Arrays.copyOfRange(tensor.values(), channel * pixels, (channel + 1) * pixels)))
        .toList();
  }

  private static FeatureMap square(float[] features) {
    int width = (int) Math.ceil(Math.sqrt(features.length));
    int height = (features.length + width - 1) / width;
    float[] values = Arrays.copyOf(features, height * width);
    Arrays.fill(values, features.length, values.length, smallest(features));
    return new FeatureMap(height, width, values);
  }

  float at(int row, int column) {
    return values[row * width + column];
  }

  /** True if every value is zero. */
  public boolean isZero() {
    return IntStream.range(0, values.length).allMatch(i -> values[i] == 0);
  }

  /** Shifted and scaled so that the smallest value is 0 and the largest 1; a constant map is 0. */
  FeatureMap normalized() {
    float smallest = smallest(values);
    float range = largest(values) - smallest;
    float[] normalized = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      normalized[i] = range > 0 ? (values[i] - smallest) / range : 0;
    }

    return new FeatureMap(height, width, normalized);
  }

  private static float smallest(float[] values) {
    float smallest = Float.POSITIVE_INFINITY;
    for (float value : values) {
      smallest = Math.min(smallest, value);
    }

    return smallest;
  }

  private static float largest(float[] values) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      largest = Math.max(largest, value);
    }

    return largest;
  }

  /** Bilinear, as PyTorch's {@code interpolate(mode="bilinear", align_corners=False)}. */
  FeatureMap resized(int newHeight, int newWidth) {
    float[] resized = new float[newHeight * newWidth];
    for (int row = 0; row < newHeight; row++) {
      double y = source(row, newHeight, height);
      for (int column = 0; column < newWidth; column++) {
        double x = source(column, newWidth, width);
        resized[row * newWidth + column] = (float) interpolated(y, x);
      }
    }

    return new FeatureMap(newHeight, newWidth, resized);
  }

  /** Pixels are areas: their centers lie at halves. */
  private static double source(int position, int newSize, int size) {
    double source = (position + 0.5) * size / newSize - 0.5;
    return Math.max(0, Math.min(size - 1, source));
  }

  private double interpolated(double y, double x) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, height - 1);
    int right = Math.min(left + 1, width - 1);
    double upper = at(top, left) + (x - left) * (at(top, right) - at(top, left));
    double lower = at(bottom, left) + (x - left) * (at(bottom, right) - at(bottom, left));
    return upper + (y - top) * (lower - upper);
  }
}
