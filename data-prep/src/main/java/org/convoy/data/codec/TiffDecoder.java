package org.convoy.data.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;

/**
 * Decodes the first page of a TIFF file in Java, row by row: strips or tiles, plain, PackBits, LZW,
 * Deflate, JPEG (by libjpeg) or fax (by libtiff) compression. The last two hold the rows of a strip
 * or tile.
 */
final class TiffDecoder extends RowDecoder {
  private static final int PREMULTIPLIED_SAMPLES = 4;

  private final TiffLayout layout;
  private final TiffSegments segments;
  private final ByteOrder order;
  private final DeepGray deepGray;
  private final byte[] palette;
  private final TiffSegments.Segment[] open;
  private final byte[] segmentRow;

  /** A row of each plane, segment by segment. */
  private final byte[][] rows;

  private final ByteBuffer[] values;
  private int given;

  private TiffDecoder(byte[] content, TiffFile file, TiffLayout layout, DecodeOptions options) {
    super(file.storedHeader(), file.orientation(), layout.colors().isGray() ? 1 : 3);
    this.layout = layout;
    this.segments = new TiffSegments(content, file, layout, options);
    this.order = file.order();
    this.deepGray = options.deepGray();
    this.palette =
        layout.colors() == TiffLayout.Colors.PALETTE ? palette(file, layout) : new byte[0];
    this.segmentRow = new byte[layout.segmentRowBytes()];
    this.open = new TiffSegments.Segment[layout.segmentsAcross() * layout.planes()];
    this.rows = new byte[layout.planes()][rowBytes(layout)];
    this.values = new ByteBuffer[rows.length];

    for (int plane = 0; plane < rows.length; plane++) {
      values[plane] = ByteBuffer.wrap(rows[plane]).order(order);
    }
  }

  static ImageHeader header(byte[] content) {
    TiffFile file = TiffFile.read(content);
    return file.storedHeader().turnedBy(file.orientation());
  }

  static TiffDecoder open(byte[] content, DecodeOptions options) {
    TiffFile file = TiffFile.read(content);
    options.check(file.storedHeader());
    TiffLayout layout = TiffLayout.of(file);
    layout.checkSize(content.length);
    return new TiffDecoder(content, file, layout, options);
  }

  /** Strips or tiles of JPEG and fax, side by side, decoded. */
  static DecodingMemory memory(byte[] content) {
    TiffLayout layout = TiffLayout.of(TiffFile.read(content));
    boolean holds = layout.isFax() || layout.compression() == TiffLayout.JPEG;
    long rows = Math.min(layout.segmentHeight(), layout.height());
    long bytes = rows * layout.segmentRowBytes() * layout.segmentsAcross();
    return holds ? new DecodingMemory(bytes, 4 * bytes) : DecodingMemory.NONE;
  }

  private static int rowBytes(TiffLayout layout) {
    long bits = (long) layout.width() * layout.samplesPerSegment() * layout.bits();
    return Math.toIntExact((bits + Byte.SIZE - 1) / Byte.SIZE);
  }

  /** Red, green, blue of each color: the upper 8 of 16 bits. */
  private static byte[] palette(TiffFile file, TiffLayout layout) {
    long[] map = file.values(TiffFile.COLOR_MAP);
    int colors = 1 << layout.bits();

    if (map.length < 3 * colors) {
      throw new BadImageException(
          "corrupt TIFF: %d values of colors, not %d".formatted(map.length, 3 * colors));
    }

    byte[] palette = new byte[3 * colors];

    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (map[i % 3 * colors + i / 3] >>> Byte.SIZE);
    }

    return palette;
  }

  @Override
  void next(byte[] row) {
    for (int plane = 0; plane < layout.planes(); plane++) {
      for (int across = 0; across < layout.segmentsAcross(); across++) {
        readSegmentRow(plane, across);
      }
    }

    given++;

    switch (layout.colors()) {
      case WHITE_IS_ZERO, BLACK_IS_ZERO -> writeGray(row);
      case PALETTE -> writePalette(row);
      case CMYK -> writeCmyk(row);
      case RGB, YCBCR -> writeRgb(row);
    }
  }

  private void readSegmentRow(int plane, int across) {
    int place = plane * layout.segmentsAcross() + across;

    if (given % layout.segmentHeight() == 0) {
      close(place);
      int down = given / layout.segmentHeight();
      int index = (plane * layout.segmentsDown() + down) * layout.segmentsAcross() + across;
      open[place] = segments.open(index, Math.min(layout.segmentHeight(), height() - given));
    }

    open[place].fill(segmentRow, 0, segmentRow.length);

    if (layout.differences()) {
      undoDifferences();
    }

    int start = across * segmentRow.length;
    int count = Math.min(segmentRow.length, rows[plane].length - start);
    System.arraycopy(segmentRow, 0, rows[plane], start, count);
  }

  private void undoDifferences() {
    int distance = layout.samplesPerSegment();
    ByteBuffer row = ByteBuffer.wrap(segmentRow).order(order);

    switch (layout.bits()) {
      case 8 -> {
        for (int i = distance; i < segmentRow.length; i++) {
          segmentRow[i] += segmentRow[i - distance];
        }
      }
      case 16 -> {
        for (int i = 2 * distance; i < segmentRow.length; i += 2) {
          row.putShort(i, (short) (row.getShort(i) + row.getShort(i - 2 * distance)));
        }
      }
      case 32 -> {
        for (int i = 4 * distance; i < segmentRow.length; i += 4) {
          row.putInt(i, row.getInt(i) + row.getInt(i - 4 * distance));
        }
      }
      default ->
          throw new BadImageException(
              "corrupt TIFF: differences of samples of %d bits".formatted(layout.bits()));
    }
  }

  /** A sample of 1 to 16 bits, unsigned. */
  private int sample(int x, int index) {
    int plane = layout.planes() > 1 ? index : 0;
    int at = layout.planes() > 1 ? x : x * layout.samples() + index;
    int bits = layout.bits();

    if (bits == 16) {
      return values[plane].getShort(2 * at) & 0xffff;
    }

    if (bits == 8) {
      return rows[plane][at] & 0xff;
    }

    int bit = at * bits;
    return rows[plane][bit / Byte.SIZE] >> (Byte.SIZE - bits - bit % Byte.SIZE) & ((1 << bits) - 1);
  }

  /** The upper 8 bits of a sample of 8 or 16. */
  private int upper(int x, int index) {
    return sample(x, index) >>> (layout.bits() - Byte.SIZE);
  }

  private void writeGray(byte[] row) {
    for (int x = 0; x < width(); x++) {
      row[x] = (byte) (layout.bits() > Byte.SIZE ? deepLevel(x) : level(x));
    }
  }

  private int level(int x) {
    int greatest = (1 << layout.bits()) - 1;
    int level = sample(x, 0) * 255 / greatest;
    return layout.colors() == TiffLayout.Colors.WHITE_IS_ZERO ? 255 - level : level;
  }

  private int deepLevel(int x) {
    if (layout.bits() == 16) {
      return layout.format() == TiffLayout.Format.SIGNED
          ? clip((short) sample(x, 0))
          : deepGray.level(sample(x, 0));
    }

    int at = Integer.BYTES * (layout.planes() > 1 ? x : x * layout.samples());
    return switch (layout.format()) {
      case FLOAT -> clip((long) values[0].getFloat(at));
      case SIGNED -> clip(values[0].getInt(at));
      case UNSIGNED ->
          deepGray == DeepGray.SCALE
              ? values[0].getInt(at) >>> 24
              : clip(Integer.toUnsignedLong(values[0].getInt(at)));
    };
  }

  private static int clip(long value) {
    return (int) Math.max(0, Math.min(255, value));
  }

  private void writePalette(byte[] row) {
    for (int x = 0; x < width(); x++) {
      System.arraycopy(palette, 3 * sample(x, 0), row, 3 * x, 3);
    }
  }

  private void writeRgb(byte[] row) {
    boolean premultiplied = layout.premultiplied() && layout.samples() == PREMULTIPLIED_SAMPLES;

    for (int x = 0; x < width(); x++) {
      int alpha = premultiplied ? upper(x, 3) : 255;

      for (int c = 0; c < 3; c++) {
        row[3 * x + c] = (byte) (alpha == 0 ? 0 : clip(upper(x, c) * 255L / alpha));
      }
    }
  }

  /** With Pillow's rounding. */
  private void writeCmyk(byte[] row) {
    for (int x = 0; x < width(); x++) {
      int light = 255 - upper(x, 3);

      for (int c = 0; c < 3; c++) {
        int product = upper(x, c) * light + 128;
        row[3 * x + c] = (byte) Math.max(0, light - (((product >> 8) + product) >> 8));
      }
    }
  }

  private void close(int place) {
    if (open[place] != null) {
      open[place].close();
    }
  }

  @Override
  public void close() {
    for (int place = 0; place < open.length; place++) {
      close(place);
    }
  }
}
