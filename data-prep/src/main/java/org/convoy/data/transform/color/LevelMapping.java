package org.convoy.data.transform.color;

import java.util.function.IntUnaryOperator;
import org.convoy.data.Image;

/**
 * torchvision's functions that map levels to levels: posterize, solarize, invert, autocontrast and
 * equalize, as Pillow's ImageOps does them.
 */
public final class LevelMapping {
  private static final int HIGHEST = LevelTable.LEVELS - 1;

  private LevelMapping() {}

  /** Keeps only the upper bits of each level. */
  public static Image posterize(Image image, int bits) {
    if (bits < 0 || bits > 8) {
      throw new IllegalArgumentException("bits must be from 0 to 8, they are " + bits);
    }

    int mask = HIGHEST & -(1 << (8 - bits));
    return LevelTable.apply(image, table(level -> level & mask));
  }

  /** Inverts the levels that are not below the threshold. */
  public static Image solarize(Image image, double threshold) {
    return LevelTable.apply(image, table(level -> level < threshold ? level : HIGHEST - level));
  }

  /** Turns white into black. */
  public static Image invert(Image image) {
    return LevelTable.apply(image, table(level -> HIGHEST - level));
  }

  /** Stretches each channel so that its darkest level is 0 and its brightest 255. */
  public static Image autocontrast(Image image) {
    byte[][] tables = new byte[image.channels()][];

    for (int channel = 0; channel < tables.length; channel++) {
      tables[channel] = stretched(LevelTable.histogram(image.pixels(), channel, image.channels()));
    }

    return LevelTable.apply(image, tables);
  }

  private static byte[] stretched(int[] histogram) {
    int low = 0;
    int high = HIGHEST;

    while (histogram[low] == 0) {
      low++;
    }

    while (histogram[high] == 0) {
      high--;
    }

    if (high == low) {
      return table(level -> level);
    }

    double scale = (double) HIGHEST / (high - low);
    double offset = -low * scale;
    return table(level -> Math.max(0, Math.min(HIGHEST, (int) (level * scale + offset))));
  }

  /** Makes the levels of each channel about equally frequent. */
  public static Image equalize(Image image) {
    byte[][] tables = new byte[image.channels()][];

    for (int channel = 0; channel < tables.length; channel++) {
      tables[channel] = equalized(LevelTable.histogram(image.pixels(), channel, image.channels()));
    }

    return LevelTable.apply(image, tables);
  }

  private static byte[] equalized(int[] histogram) {
    int step = pixelsBelowHighest(histogram) / HIGHEST;

    if (step == 0) {
      return table(level -> level);
    }

    byte[] table = new byte[LevelTable.LEVELS];
    int below = step / 2;

    for (int level = 0; level < table.length; level++) {
      table[level] = (byte) Math.min(HIGHEST, below / step);
      below += histogram[level];
    }

    return table;
  }

  /** All pixels but those of the highest level that there is. */
  private static int pixelsBelowHighest(int[] histogram) {
    int pixels = 0;
    int last = 0;

    for (int count : histogram) {
      pixels += count;
      last = count == 0 ? last : count;
    }

    return pixels - last;
  }

  private static byte[] table(IntUnaryOperator mapping) {
    byte[] table = new byte[LevelTable.LEVELS];

    for (int level = 0; level < table.length; level++) {
      table[level] = (byte) mapping.applyAsInt(level);
    }

    return table;
  }

  /** Maps each level of an image to another one. */
  static final class LevelTable {
    static final int LEVELS = 256;

    private LevelTable() {}

    /** The same table for all channels. */
    static Image apply(Image image, byte[] table) {
      byte[] pixels = image.pixels();
      byte[] mapped = new byte[pixels.length];

      for (int i = 0; i < pixels.length; i++) {
        mapped[i] = table[pixels[i] & 0xff];
      }

      return new Image(image.height(), image.width(), image.channels(), mapped);
    }

    /** A table for each channel. */
    static Image apply(Image image, byte[][] tables) {
      byte[] pixels = image.pixels();
      byte[] mapped = new byte[pixels.length];

      for (int channel = 0; channel < tables.length; channel++) {
        for (int i = channel; i < pixels.length; i += tables.length) {
          mapped[i] = tables[channel][pixels[i] & 0xff];
        }
      }

      return new Image(image.height(), image.width(), image.channels(), mapped);
    }

    /** How many pixels have each level. */
    static int[] histogram(byte[] pixels, int channel, int channels) {
      int[] histogram = new int[LEVELS];

      for (int i = channel; i < pixels.length; i += channels) {
        histogram[pixels[i] & 0xff]++;
      }

      return histogram;
    }
  }
}
