package org.convoy.data.codec;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.PngFile.PngHeader;

/** Turns the samples of PNG rows into 8-bit gray or RGB pixels. */
final class PngRowReader {
  private final PngHeader header;
  private final byte[] palette;
  private final DeepGray deepGray;
  private final byte[] samples;

  PngRowReader(PngFile png, DeepGray deepGray) {
    this.header = png.header();
    this.palette = png.palette();
    this.deepGray = deepGray;
    this.samples = new byte[Math.multiplyExact(header.width(), header.colorType().samples())];
  }

  /**
   * Writes the pixels of one row.
   *
   * @param row filter type, then the unfiltered bytes
   * @param target index of the first pixel's first value in {@code pixels}
   * @param step values from one pixel to the next in {@code pixels}
   */
  void read(byte[] row, int columns, byte[] pixels, int target, int step) {
    unpack(row, columns * header.colorType().samples());

    switch (header.colorType()) {
      case GRAY, GRAY_ALPHA -> writeGray(columns, pixels, target, step);
      case RGB, RGB_ALPHA -> writeRgb(columns, pixels, target, step);
      case PALETTE -> writePalette(columns, pixels, target, step);
    }
  }

  /**
   * One byte for each sample: gray scaled to 0…255, palette indices, the upper 8 of 16 bits, unless
   * they are gray without alpha.
   */
  private void unpack(byte[] row, int count) {
    switch (header.bitDepth()) {
      case 8 -> System.arraycopy(row, 1, samples, 0, count);
      case 16 -> unpackDeep(row, count);
      default -> unpackBits(row, count);
    }
  }

  private void unpackDeep(byte[] row, int count) {
    DeepGray conversion =
        header.colorType() == PngHeader.ColorType.GRAY ? deepGray : DeepGray.SCALE;

    for (int i = 0; i < count; i++) {
      int sample = (row[1 + 2 * i] & 0xff) << Byte.SIZE | (row[2 + 2 * i] & 0xff);
      samples[i] = (byte) conversion.level(sample);
    }
  }

  private void unpackBits(byte[] row, int count) {
    int depth = header.bitDepth();
    int mask = (1 << depth) - 1;
    int scale = header.colorType() == PngHeader.ColorType.PALETTE ? 1 : 255 / mask;

    for (int i = 0; i < count; i++) {
      int bit = i * depth;
      int value = (row[1 + bit / Byte.SIZE] >> (Byte.SIZE - depth - bit % Byte.SIZE)) & mask;
      samples[i] = (byte) (value * scale);
    }
  }

  private void writeGray(int columns, byte[] pixels, int target, int step) {
    int perPixel = header.colorType().samples();

    for (int x = 0, from = 0, to = target; x < columns; x++, from += perPixel, to += step) {
      pixels[to] = samples[from];
    }
  }

  private void writeRgb(int columns, byte[] pixels, int target, int step) {
    int perPixel = header.colorType().samples();

    for (int x = 0, from = 0, to = target; x < columns; x++, from += perPixel, to += step) {
      writeColor(samples, from, pixels, to);
    }
  }

  private void writePalette(int columns, byte[] pixels, int target, int step) {
    for (int x = 0, to = target; x < columns; x++, to += step) {
      int color = (samples[x] & 0xff) * 3;

      if (color >= palette.length) {
        throw new BadImageException(
            "corrupt PNG: color %d of a palette of %d".formatted(color / 3, palette.length / 3));
      }

      writeColor(palette, color, pixels, to);
    }
  }

  private static void writeColor(byte[] colors, int from, byte[] pixels, int to) {
    pixels[to] = colors[from];
    pixels[to + 1] = colors[from + 1];
    pixels[to + 2] = colors[from + 2];
  }

  /** Undoes the row filters of PNG (specification, section 9). */
  static final class PngFilter {
    private PngFilter() {}

    /**
     * Replaces a row's differences by its bytes.
     *
     * @param row filter type, then the filtered bytes
     * @param above the row above, undone, laid out alike; zeros above the first row
     * @param length bytes of the row with its filter type
     * @param distance bytes from a sample to the one left of it
     */
    static void undo(byte[] row, byte[] above, int length, int distance) {
      switch (row[0]) {
        case 0 -> {}
        case 1 -> undoSub(row, length, distance);
        case 2 -> undoUp(row, above, length);
        case 3 -> undoAverage(row, above, length, distance);
        case 4 -> undoPaeth(row, above, length, distance);
        default -> throw new BadImageException("corrupt PNG: row filter " + (row[0] & 0xff));
      }
    }

    private static void undoSub(byte[] row, int length, int distance) {
      for (int i = 1 + distance; i < length; i++) {
        row[i] += row[i - distance];
      }
    }

    private static void undoUp(byte[] row, byte[] above, int length) {
      for (int i = 1; i < length; i++) {
        row[i] += above[i];
      }
    }

    private static void undoAverage(byte[] row, byte[] above, int length, int distance) {
      for (int i = 1; i < length; i++) {
        int left = i > distance ? row[i - distance] & 0xff : 0;
        row[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
      }
    }

    private static void undoPaeth(byte[] row, byte[] above, int length, int distance) {
      int first = Math.min(length, 1 + distance);

      for (int i = 1; i < first; i++) {
        row[i] += above[i];
      }

      for (int i = first; i < length; i++) {
        row[i] +=
            (byte) paeth(row[i - distance] & 0xff, above[i] & 0xff, above[i - distance] & 0xff);
      }
    }

    private static int paeth(int left, int up, int upLeft) {
      int toLeft = Math.abs(up - upLeft);
      int toUp = Math.abs(left - upLeft);
      int toUpLeft = Math.abs(left + up - 2 * upLeft);

      if (toLeft <= toUp && toLeft <= toUpLeft) {
        return left;
      }

      return toUp <= toUpLeft ? up : upLeft;
    }
  }

  /** The decompressed rows of a PNG file, in order. What follows them touches no pixel. */
  static final class PngInflater implements AutoCloseable {
    private final byte[] file;
    private final Iterator<PngFile.Range> ranges;
    private final Inflater inflater = new Inflater();

    PngInflater(byte[] file, PngFile png) {
      this.file = file;
      this.ranges = png.data().iterator();
    }

    /** Fills the first bytes of the buffer. */
    void fill(byte[] buffer, int length) {
      int filled = 0;

      while (filled < length) {
        int count = inflate(buffer, filled, length - filled);

        if (count < 0) {
          throw new BadImageException("truncated PNG: its pixel data is too short");
        }

        filled += count;
      }
    }

    /** Checks that the compressed data ends here, with the right checksum, unless more follows. */
    void checkEnd() {
      byte[] surplus = new byte[1];
      int count = 0;

      while (count == 0) {
        count = inflate(surplus, 0, surplus.length);
      }
    }

    /** Number of bytes delivered, perhaps 0, or -1 when the data has come to its end. */
    private int inflate(byte[] buffer, int offset, int length) {
      try {
        int count = inflater.inflate(buffer, offset, length);

        if (count > 0) {
          return count;
        }
      } catch (DataFormatException e) {
        throw new BadImageException("corrupt PNG: its pixel data is damaged", e);
      }

      if (inflater.finished()) {
        return -1;
      }

      feed();
      return 0;
    }

    private void feed() {
      if (inflater.needsDictionary()) {
        throw new BadImageException("corrupt PNG: its pixel data needs a dictionary");
      }

      if (!ranges.hasNext()) {
        throw new BadImageException("truncated PNG: its compressed data has no end");
      }

      PngFile.Range range = ranges.next();
      inflater.setInput(file, range.start(), range.length());
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
