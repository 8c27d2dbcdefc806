package org.convoy.data.codec;

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
}
