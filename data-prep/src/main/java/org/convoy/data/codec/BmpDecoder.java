package org.convoy.data.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.convoy.data.codec.ImageDecoder.DecodingMemory;
import org.convoy.data.codec.ImageFormat.ImageHeader;
import org.convoy.data.codec.OpenedImage.RowDecoder;

/**
 * Decodes Windows and OS/2 bitmaps: 1, 2, 4 and 8 bits with a palette, 16, 24 and 32 bits with or
 * without masks, run lengths of 4 and 8 bits. What is there beside color is dropped, as Pillow
 * does.
 */
final class BmpDecoder extends RowDecoder {
  private static final int FILE_HEADER_BYTES = 14;
  private static final int OS2_HEADER_BYTES = 12;
  private static final int WINDOWS_HEADER_BYTES = 40;
  private static final int MAX_RUN = 255;
  private static final int MASKS_AT = FILE_HEADER_BYTES + WINDOWS_HEADER_BYTES;

  private final byte[] file;
  private final Header header;
  private final byte[] palette;

  /**
   * Palette indices of the whole image from its lowest row on; null unless they are run lengths.
   */
  private final byte[] indices;

  private int given;

  private enum Compression {
    NONE,
    RUNS_OF_8,
    RUNS_OF_4,
    MASKS
  }

  /**
   * @param topDown whether the first row of the file is the highest
   * @param colors of the palette
   * @param paletteAt index of its first byte in the file
   * @param pixelsAt index of the first byte of pixels in the file
   * @param masks of red, green and blue in a pixel of 16 or more bits
   */
  @SuppressWarnings("ArrayRecordComponent") // a value between two methods, never compared
  private record Header(
      int height,
      int width,
      boolean topDown,
      int bits,
      Compression compression,
      int colors,
      int paletteEntryBytes,
      int paletteAt,
      long pixelsAt,
      int[] masks) {
    long rowBytes() {
      return ((long) width * bits + 31) / 32 * Integer.BYTES;
    }

    boolean hasRuns() {
      return compression == Compression.RUNS_OF_4 || compression == Compression.RUNS_OF_8;
    }

    boolean hasPalette() {
      return bits <= Byte.SIZE;
    }

    ImageHeader imageHeader() {
      return new ImageHeader(ImageFormat.BMP, height, width);
    }
  }

  private BmpDecoder(byte[] file, Header header) {
    super(header.imageHeader(), Orientation.NONE, ColorMode.RGB.channels());
    this.file = file;
    this.header = header;
    this.palette = header.hasPalette() ? palette() : new byte[0];
    checkLength();
    this.indices = header.hasRuns() ? new Runs().indices : null;
  }

  static ImageHeader header(byte[] file) {
    return read(file).imageHeader();
  }

  /** The indices that run lengths stand for. */
  static DecodingMemory memory(byte[] file) {
    Header header = read(file);
    return new DecodingMemory(header.hasRuns() ? (long) header.height() * header.width() : 0, 0);
  }

  static BmpDecoder open(byte[] file, DecodeOptions options) {
    Header header = read(file);
    options.check(header.imageHeader());
    return new BmpDecoder(file, header);
  }

  private static Header read(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);

    if (file.length < FILE_HEADER_BYTES + OS2_HEADER_BYTES) {
      throw new BadImageException("truncated BMP: it ends in its header");
    }

    long headerBytes = Integer.toUnsignedLong(buffer.getInt(FILE_HEADER_BYTES));

    if (headerBytes != OS2_HEADER_BYTES
        && (headerBytes < WINDOWS_HEADER_BYTES || headerBytes > 256)) {
      throw new BadImageException("corrupt BMP: a header of %d bytes".formatted(headerBytes));
    }

    if (file.length < FILE_HEADER_BYTES + headerBytes) {
      throw new BadImageException("truncated BMP: it ends in its header");
    }

    return headerBytes == OS2_HEADER_BYTES
        ? readOs2(buffer)
        : readWindows(buffer, (int) headerBytes);
  }

  private static Header readOs2(ByteBuffer file) {
    int bits = file.getShort(24) & 0xffff;
    return checked(
        new Header(
            file.getShort(20) & 0xffff,
            file.getShort(18) & 0xffff,
            /* topDown= */ false,
            bits,
            Compression.NONE,
            bits > Byte.SIZE ? 0 : 1 << bits,
            /* paletteEntryBytes= */ 3,
            FILE_HEADER_BYTES + OS2_HEADER_BYTES,
            Integer.toUnsignedLong(file.getInt(10)),
            defaultMasks(bits)));
  }

  private static Header readWindows(ByteBuffer file, int headerBytes) {
    int bits = file.getShort(28) & 0xffff;
    int height = file.getInt(22);
    int stored = file.getInt(46);
    Compression compression = compression(file.getInt(30));
    boolean masksFollow = compression == Compression.MASKS && headerBytes == WINDOWS_HEADER_BYTES;
    int paletteAt = FILE_HEADER_BYTES + headerBytes + (masksFollow ? 3 * Integer.BYTES : 0);
    int colors = bits > Byte.SIZE ? 0 : stored > 0 && stored <= 256 ? stored : 1 << bits;
    long pixelsAt = Integer.toUnsignedLong(file.getInt(10));
    return checked(
        new Header(
            Math.abs(height),
            file.getInt(18),
            height < 0,
            bits,
            compression,
            colors,
            Integer.BYTES,
            paletteAt,
            // Some writers count no palette.
            colors > 0 && pixelsAt == FILE_HEADER_BYTES + headerBytes
                ? pixelsAt + (long) colors * Integer.BYTES
                : pixelsAt,
            compression == Compression.MASKS ? masks(file) : defaultMasks(bits)));
  }

  private static Compression compression(int code) {
    return switch (code) {
      case 0 -> Compression.NONE;
      case 1 -> Compression.RUNS_OF_8;
      case 2 -> Compression.RUNS_OF_4;
      case 3, 6 -> Compression.MASKS;
      default -> throw new BadImageException("a BMP of compression " + code);
    };
  }

  private static int[] masks(ByteBuffer file) {
    if (file.limit() < MASKS_AT + 3 * Integer.BYTES) {
      throw new BadImageException("truncated BMP: it ends in its header");
    }

    return new int[] {file.getInt(MASKS_AT), file.getInt(MASKS_AT + 4), file.getInt(MASKS_AT + 8)};
  }

  private static int[] defaultMasks(int bits) {
    return bits == 16 ? new int[] {0x7c00, 0x3e0, 0x1f} : new int[] {0xff0000, 0xff00, 0xff};
  }

  private static Header checked(Header header) {
    if (header.height() < 1 || header.width() < 1) {
      throw new BadImageException(
          "corrupt BMP: a size of %d x %d".formatted(header.height(), header.width()));
    }

    boolean fits =
        switch (header.compression()) {
          case RUNS_OF_8 -> header.bits() == 8;
          case RUNS_OF_4 -> header.bits() == 4;
          case MASKS -> header.bits() == 16 || header.bits() == 24 || header.bits() == 32;
          case NONE ->
              switch (header.bits()) {
                case 1, 2, 4, 8, 16, 24, 32 -> true;
                default -> false;
              };
        };

    if (!fits) {
      throw new BadImageException(
          "a BMP of %d bits and compression %s".formatted(header.bits(), header.compression()));
    }

    return header;
  }

  private void checkLength() {
    long expected = header.rowBytes() * height();
    long found = Math.max(0, file.length - header.pixelsAt());

    if (header.hasRuns() ? found * MAX_RUN < (long) height() * width() : found < expected) {
      throw new BadImageException(
          "truncated BMP: %d bytes of pixels, not %d".formatted(found, expected));
    }
  }

  /** Red, green, blue of 256 colors; those that the file does not give are gray. */
  private byte[] palette() {
    byte[] colors = new byte[256 * 3];

    for (int i = 0; i < colors.length; i++) {
      colors[i] = (byte) (i / 3);
    }

    for (int i = 0; i < header.colors(); i++) {
      int at = header.paletteAt() + i * header.paletteEntryBytes();

      if (at + 3 > file.length) {
        throw new BadImageException("truncated BMP: it ends in its palette");
      }

      colors[3 * i] = file[at + 2];
      colors[3 * i + 1] = file[at + 1];
      colors[3 * i + 2] = file[at];
    }

    return colors;
  }

  @Override
  void next(byte[] row) {
    int y = header.topDown() ? given : height() - 1 - given;
    given++;

    if (indices != null) {
      for (int x = 0; x < width(); x++) {
        writeColor(indices[y * width() + x] & 0xff, row, 3 * x);
      }
    } else {
      read(Math.toIntExact(header.pixelsAt() + y * header.rowBytes()), row);
    }
  }

  private void read(int at, byte[] row) {
    switch (header.bits()) {
      case 16 -> readMasked(at, 2, row);
      case 24 -> readMasked(at, 3, row);
      case 32 -> readMasked(at, 4, row);
      default -> readIndices(at, row);
    }
  }

  private void readIndices(int at, byte[] row) {
    int bits = header.bits();
    int mask = (1 << bits) - 1;

    for (int x = 0; x < width(); x++) {
      int bit = x * bits;
      int shift = Byte.SIZE - bits - bit % Byte.SIZE;
      writeColor(file[at + bit / Byte.SIZE] >> shift & mask, row, 3 * x);
    }
  }

  private void writeColor(int index, byte[] row, int target) {
    System.arraycopy(palette, 3 * index, row, target, 3);
  }

  private void readMasked(int at, int bytes, byte[] row) {
    int[] masks = header.masks();
    int[] shifts = Arrays.stream(masks).map(Integer::numberOfTrailingZeros).toArray();

    for (int x = 0; x < width(); x++) {
      int pixel = 0;

      for (int i = 0; i < bytes; i++) {
        pixel |= (file[at + x * bytes + i] & 0xff) << (Byte.SIZE * i);
      }

      for (int c = 0; c < masks.length; c++) {
        row[3 * x + c] = (byte) level(pixel, masks[c], shifts[c]);
      }
    }
  }

  private static int level(int pixel, int mask, int shift) {
    if (mask == 0) {
      return 0;
    }

    long greatest = Integer.toUnsignedLong(mask >>> shift);
    return (int) (Integer.toUnsignedLong((pixel & mask) >>> shift) * 255 / greatest);
  }

  /** Run lengths, undone; what they leave out is color 0. */
  private final class Runs {
    private final byte[] indices = new byte[height() * width()];
    private final boolean halves = header.compression() == Compression.RUNS_OF_4;
    private int at = (int) Math.min(header.pixelsAt(), file.length);
    private int x;
    private int y;

    private Runs() {
      boolean more = true;

      while (more && y < height()) {
        int count = next();
        int value = next();
        more = count > 0 ? repeat(count, value) : escape(value);
      }
    }

    private int next() {
      if (at >= file.length) {
        throw new BadImageException("truncated BMP: its run lengths end too early");
      }

      return file[at++] & 0xff;
    }

    private boolean repeat(int count, int value) {
      for (int i = 0; i < count; i++) {
        put(halves ? value >> (i % 2 == 0 ? 4 : 0) & 0xf : value);
      }

      return true;
    }

    private boolean escape(int code) {
      switch (code) {
        case 0 -> {
          x = 0;
          y++;
        }
        case 1 -> {
          return false;
        }
        case 2 -> {
          x += next();
          y += next();
        }
        default -> copy(code);
      }

      return true;
    }

    private void copy(int count) {
      int start = at;
      int both = 0;

      for (int i = 0; i < count; i++) {
        if (!halves || i % 2 == 0) {
          both = next();
        }

        put(halves ? both >> (i % 2 == 0 ? 4 : 0) & 0xf : both);
      }

      at += (at - start) % 2;
    }

    /** What goes over the right edge is dropped. */
    private void put(int index) {
      if (x < width() && y < height()) {
        indices[y * width() + x] = (byte) index;
      }

      x++;
    }
  }
}
