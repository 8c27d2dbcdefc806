package org.convoy.data.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.convoy.data.codec.ImageFormat.ImageHeader;

/** The first directory of a TIFF or BigTIFF file: its fields by their tags. */
final class TiffFile {
  static final int WIDTH = 256;
  static final int HEIGHT = 257;
  static final int BITS_PER_SAMPLE = 258;
  static final int COMPRESSION = 259;
  static final int PHOTOMETRIC = 262;
  static final int FILL_ORDER = 266;
  static final int STRIP_OFFSETS = 273;
  static final int ORIENTATION = 274;
  static final int SAMPLES_PER_PIXEL = 277;
  static final int ROWS_PER_STRIP = 278;
  static final int STRIP_BYTE_COUNTS = 279;
  static final int PLANAR_CONFIGURATION = 284;
  static final int T4_OPTIONS = 292;
  static final int PREDICTOR = 317;
  static final int COLOR_MAP = 320;
  static final int TILE_WIDTH = 322;
  static final int TILE_HEIGHT = 323;
  static final int TILE_OFFSETS = 324;
  static final int TILE_BYTE_COUNTS = 325;
  static final int EXTRA_SAMPLES = 338;
  static final int SAMPLE_FORMAT = 339;
  static final int JPEG_TABLES = 347;

  private static final int CLASSIC = 42;
  private static final int BIG = 43;

  private final ByteBuffer buffer;
  private final boolean big;
  private final Map<Integer, Field> fields = new HashMap<>();

  /** Values that lie in the file from byte {@code start} on. */
  private record Field(int valueBytes, int count, int start) {}

  private TiffFile(ByteBuffer buffer) {
    this.buffer = buffer;
    this.big = buffer.getShort(2) == BIG;
    readDirectory();
  }

  static boolean isTiff(byte[] file) {
    if (file.length < 8) {
      return false;
    }

    int magic = ByteBuffer.wrap(file).order(order(file)).getShort(2);
    return (file[0] == 'I' || file[0] == 'M')
        && file[0] == file[1]
        && (magic == CLASSIC || magic == BIG);
  }

  static TiffFile read(byte[] file) {
    return new TiffFile(ByteBuffer.wrap(file).order(order(file)));
  }

  private static ByteOrder order(byte[] file) {
    return file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  ByteOrder order() {
    return buffer.order();
  }

  ImageHeader storedHeader() {
    long height = value(HEIGHT, 0);
    long width = value(WIDTH, 0);

    if (height < 1 || height > Integer.MAX_VALUE || width < 1 || width > Integer.MAX_VALUE) {
      throw new BadImageException("corrupt TIFF: a size of %d x %d".formatted(height, width));
    }

    return new ImageHeader(ImageFormat.TIFF, (int) height, (int) width);
  }

  Orientation orientation() {
    return Orientation.ofTag(value(ORIENTATION, 1));
  }

  boolean has(int tag) {
    return fields.containsKey(tag);
  }

  /** The first value of a field, or what it is without the field. */
  long value(int tag, long otherwise) {
    Field field = fields.get(tag);
    return field == null ? otherwise : value(field, 0);
  }

  /** As above, of a field whose values are small. */
  int small(int tag, int otherwise) {
    long value = value(tag, otherwise);

    if (value > 0xffff) {
      throw new BadImageException("corrupt TIFF: %d in field %d".formatted(value, tag));
    }

    return (int) value;
  }

  /** All values of a field; empty without it. */
  long[] values(int tag) {
    Field field = fields.get(tag);
    long[] values = new long[field == null ? 0 : field.count()];

    for (int i = 0; i < values.length; i++) {
      values[i] = value(field, i);
    }

    return values;
  }

  /** The bytes of a field; empty without it. */
  byte[] bytes(int tag) {
    Field field = fields.get(tag);
    byte[] bytes = new byte[field == null ? 0 : field.count() * field.valueBytes()];

    if (bytes.length > 0) {
      buffer.get(field.start(), bytes);
    }

    return bytes;
  }

  private long value(Field field, int index) {
    int at = field.start() + index * field.valueBytes();
    return switch (field.valueBytes()) {
      case 1 -> buffer.get(at) & 0xff;
      case 2 -> buffer.getShort(at) & 0xffff;
      case 4 -> Integer.toUnsignedLong(buffer.getInt(at));
      default -> Math.max(0, buffer.getLong(at));
    };
  }

  private void readDirectory() {
    requireBytes(0, big ? 16 : 8);
    long start = big ? buffer.getLong(8) : Integer.toUnsignedLong(buffer.getInt(4));
    int countBytes = big ? Long.BYTES : Short.BYTES;
    int entryBytes = big ? 20 : 12;
    requireBytes(start, countBytes);
    long entries = big ? buffer.getLong((int) start) : buffer.getShort((int) start) & 0xffff;

    for (long i = 0; i < entries; i++) {
      long entry = start + countBytes + i * entryBytes;
      requireBytes(entry, entryBytes);
      readEntry((int) entry);
    }
  }

  private void readEntry(int entry) {
    int tag = buffer.getShort(entry) & 0xffff;
    int valueBytes = valueBytes(buffer.getShort(entry + 2));
    long count = big ? buffer.getLong(entry + 4) : Integer.toUnsignedLong(buffer.getInt(entry + 4));
    int inline = entry + (big ? 12 : 8);
    int inlineBytes = big ? Long.BYTES : Integer.BYTES;

    // Fields that hold no numbers, or nothing, or lie beyond the file, may be none that matter.
    if (valueBytes == 0 || count < 1 || count > buffer.limit() / valueBytes) {
      return;
    }

    long bytes = count * valueBytes;
    long start =
        bytes <= inlineBytes
            ? inline
            : big ? buffer.getLong(inline) : Integer.toUnsignedLong(buffer.getInt(inline));

    if (start >= 0 && start <= buffer.limit() - bytes) {
      fields.putIfAbsent(tag, new Field(valueBytes, (int) count, (int) start));
    }
  }

  private static int valueBytes(int type) {
    return switch (type) {
      case 1, 6, 7 -> 1;
      case 3, 8 -> 2;
      case 4, 9, 13 -> 4;
      case 16, 17, 18 -> 8;
      default -> 0;
    };
  }

  private void requireBytes(long start, int count) {
    if (start < 0 || start > buffer.limit() - count) {
      throw new BadImageException("truncated TIFF: its directory lies beyond its end");
    }
  }
}
