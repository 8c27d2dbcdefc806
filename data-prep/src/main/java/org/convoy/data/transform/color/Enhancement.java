package org.convoy.data.transform.color;

import org.convoy.common.argument.Bounds;
import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.transform.color.LevelMapping.LevelTable;

/**
 * torchvision's {@code adjust_…} functions that move an image towards or away from a degenerate
 * one, as Pillow's ImageEnhance does. A factor of 0 gives the degenerate image, 1 the image itself.
 */
public final class Enhancement {
  private Enhancement() {}

  /** Towards black. */
  public static Image brightness(Image image, double factor) {
    return Blend.withLevel(0, image, factor(factor));
  }

  /** Towards the mean gray. */
  public static Image contrast(Image image, double factor) {
    return Blend.withLevel(mean(levels(image)), image, factor(factor));
  }

  private static byte[] levels(Image image) {
    return ColorMode.GRAY.convert(image).pixels();
  }

  private static int mean(byte[] levels) {
    long sum = 0;

    for (byte level : levels) {
      sum += level & 0xff;
    }

    return (int) ((double) sum / levels.length + 0.5);
  }

  /** Towards gray. */
  public static Image saturation(Image image, double factor) {
    return Blend.withGray(levels(image), image, factor(factor));
  }

  /** Towards a smoothed image. */
  public static Image sharpness(Image image, double factor) {
    return Blend.withImage(Smoothing.of(image), image, factor(factor));
  }

  private static float factor(double factor) {
    return (float) Bounds.NOT_NEGATIVE.check("factor", factor);
  }

  /**
   * Pillow's {@code Image.blend(degenerate, image, factor)}: between both up to factor 1, away from
   * the degenerate image beyond.
   */
  static final class Blend {
    private Blend() {}

    /** With an image of one level. */
    static Image withLevel(int degenerate, Image image, float factor) {
      byte[] table = new byte[LevelTable.LEVELS];

      for (int level = 0; level < table.length; level++) {
        table[level] = (byte) blend(degenerate, level, factor);
      }

      return LevelTable.apply(image, table);
    }

    /** With a gray image, one level for each pixel. */
    static Image withGray(byte[] degenerate, Image image, float factor) {
      byte[] pixels = image.pixels();
      byte[] blended = new byte[pixels.length];
      int channels = image.channels();

      for (int i = 0, pixel = 0; i < pixels.length; pixel++) {
        int gray = degenerate[pixel] & 0xff;

        for (int channel = 0; channel < channels; channel++, i++) {
          blended[i] = (byte) blend(gray, pixels[i] & 0xff, factor);
        }
      }

      return new Image(image.height(), image.width(), channels, blended);
    }

    /** With an image of the same shape. */
    static Image withImage(byte[] degenerate, Image image, float factor) {
      byte[] pixels = image.pixels();
      byte[] blended = new byte[pixels.length];

      for (int i = 0; i < pixels.length; i++) {
        blended[i] = (byte) blend(degenerate[i] & 0xff, pixels[i] & 0xff, factor);
      }

      return new Image(image.height(), image.width(), image.channels(), blended);
    }

    private static int blend(int from, int to, float factor) {
      int level = (int) (from + factor * (to - from));
      return Math.max(0, Math.min(255, level));
    }
  }

  /**
   * Pillow's filter SMOOTH: the mean of each pixel, five times, and its eight neighbours. The
   * pixels at the edges stay as they are.
   */
  static final class Smoothing {
    private static final float NEIGHBOUR = 1f / 13;
    private static final float CENTRE = 5f / 13;

    private Smoothing() {}

    static byte[] of(Image image) {
      byte[] pixels = image.pixels();
      byte[] smoothed = pixels.clone();
      int channels = image.channels();
      int rowBytes = image.width() * channels;

      for (int y = 1; y < image.height() - 1; y++) {
        for (int i = y * rowBytes + channels; i < (y + 1) * rowBytes - channels; i++) {
          float sum = 0.5f;
          sum += line(pixels, i + rowBytes, channels, NEIGHBOUR);
          sum += line(pixels, i, channels, CENTRE);
          sum += line(pixels, i - rowBytes, channels, NEIGHBOUR);
          smoothed[i] = (byte) sum;
        }
      }

      return smoothed;
    }

    private static float line(byte[] pixels, int i, int channels, float centre) {
      return (pixels[i - channels] & 0xff) * NEIGHBOUR
          + (pixels[i] & 0xff) * centre
          + (pixels[i + channels] & 0xff) * NEIGHBOUR;
    }
  }
}
