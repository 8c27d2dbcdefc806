package org.convoy.data.transform;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;

/**
 * torchvision's {@code ToTensor} and {@code Normalize(mean, std)} in one pass: unsigned bytes (HWC)
 * become {@code (value / 255 - mean[channel]) / std[channel]} in float32, planes by channel (CHW).
 *
 * <p>Immutable; one instance serves any number of threads.
 */
public final class ToTensorNormalize implements Serializable {
  private static final int LEVELS = 256;

  /** Pixels done at a time: their bytes and floats stay in the first level cache. */
  private static final int BLOCK = 2048;

  private final float[] mean;
  private final float[] std;

  /** Per channel, the result for each of the 256 levels. */
  private final float[][] tables;

  private ToTensorNormalize(float[] mean, float[] std) {
    this.mean = mean;
    this.std = std;
    this.tables =
        IntStream.range(0, mean.length)
            .mapToObj(channel -> table(mean[channel], std[channel]))
            .toArray(float[][]::new);
  }

  /**
   * Makes the transform for images with as many channels as there are means.
   *
   * @param mean per channel, of values scaled to 0…1
   * @param std per channel, as many as means, each positive
   */
  public static ToTensorNormalize of(List<Double> mean, List<Double> std) {
    if (mean.isEmpty() || mean.size() != std.size()) {
      throw new IllegalArgumentException(
          "mean and std need one value for each channel, they are %s and %s".formatted(mean, std));
    }

    if (!std.stream().allMatch(value -> value > 0 && Double.isFinite(1 / value))) {
      throw new IllegalArgumentException("every std must be positive, they are " + std);
    }

    if (!mean.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("every mean must be finite, they are " + mean);
    }

    return new ToTensorNormalize(toFloats(mean), toFloats(std));
  }

  private static float[] toFloats(List<Double> values) {
    float[] floats = new float[values.size()];

    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }

    return floats;
  }

  // Each operation is rounded to float32, as torchvision's are.
  private static float[] table(float mean, float std) {
    float[] table = new float[LEVELS];

    for (int level = 0; level < LEVELS; level++) {
      table[level] = (level / 255f - mean) / std;
    }

    return table;
  }

  /** Channels that images must have. */
  public int channels() {
    return tables.length;
  }

  /** The mean of a channel, of values scaled to 0…1. */
  public float mean(int channel) {
    return mean[channel];
  }

  /** The standard deviation of a channel, of values scaled to 0…1. */
  public float std(int channel) {
    return std[channel];
  }

  /**
   * Checks that an image has as many channels as there are means.
   *
   * @throws IllegalArgumentException if not
   */
  public void checkChannels(PixelRows image) {
    if (image.channels() != tables.length) {
      throw new IllegalArgumentException(
          "%s has %d channels, but mean and std are given for %d: give as many values as channels"
              .formatted(image, image.channels(), tables.length));
    }
  }

  /**
   * Writes one image of a batch.
   *
   * @param image with as many channels as there are means
   * @param batch NCHW, images of this shape; neither its position nor its limit changes
   * @param index of the image in the batch, counted from 0
   * @throws IndexOutOfBoundsException when the batch has no room for an image at this index
   */
  public void write(Image image, FloatBuffer batch, int index) {
    checkChannels(image);
    int pixels = image.height() * image.width();
    long start = (long) index * image.pixels().length;
    Objects.checkFromIndexSize(start, image.pixels().length, batch.capacity());
    float[] plane = new float[Math.min(pixels, BLOCK)];

    for (int from = 0; from < pixels; from += BLOCK) {
      int length = Math.min(BLOCK, pixels - from);

      for (int channel = 0; channel < tables.length; channel++) {
        fill(plane, length, image.pixels(), from, channel);
        batch.put((int) start + channel * pixels + from, plane, 0, length);
      }
    }
  }

  private void fill(float[] plane, int length, byte[] pixels, int firstPixel, int channel) {
    float[] table = tables[channel];
    int step = tables.length;

    for (int i = 0, from = firstPixel * step + channel; i < length; i++, from += step) {
      plane[i] = table[pixels[from] & 0xff];
    }
  }

  @Override
  public String toString() {
    return "ToTensor() → Normalize(mean=%s, std=%s)"
        .formatted(Arrays.toString(mean), Arrays.toString(std));
  }
}
