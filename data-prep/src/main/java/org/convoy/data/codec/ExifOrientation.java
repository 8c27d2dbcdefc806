package org.convoy.data.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Finds the orientation in an EXIF block, a TIFF structure. Damage means that there is none. */
final class ExifOrientation {
  private static final int ORIENTATION_TAG = 0x0112;
  private static final int TIFF_MAGIC = 42;
  private static final int ENTRY_BYTES = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;

  private ExifOrientation() {}

  /**
   * Reads the block from its byte order mark to {@code end}.
   *
   * @return {@link Orientation#NONE} for a tag whose value is none that EXIF defines, empty without
   *     the tag
   */
  static Optional<Orientation> read(byte[] file, int start, int end) {
    ByteBuffer tiff = ByteBuffer.wrap(file, start, end - start).slice();

    if (tiff.remaining() < 8 || !readsAsTiff(tiff)) {
      return Optional.empty();
    }

    long directory = Integer.toUnsignedLong(tiff.getInt(4));
    return directory + 2 > tiff.limit() ? Optional.empty() : readDirectory(tiff, (int) directory);
  }

  private static boolean readsAsTiff(ByteBuffer tiff) {
    short order = tiff.getShort(0);

    if (order == 0x4949) {
      tiff.order(ByteOrder.LITTLE_ENDIAN);
    } else if (order != 0x4d4d) {
      return false;
    }

    return tiff.getShort(2) == TIFF_MAGIC;
  }

  private static Optional<Orientation> readDirectory(ByteBuffer tiff, int start) {
    int entries = tiff.getShort(start) & 0xffff;
    int entry = start + 2;

    for (int i = 0; i < entries && entry + ENTRY_BYTES <= tiff.limit(); i++) {
      if (tiff.getShort(entry) == ORIENTATION_TAG) {
        return Optional.of(Orientation.ofTag(readValue(tiff, entry)));
      }

      entry += ENTRY_BYTES;
    }

    return Optional.empty();
  }

  /** The single unsigned value of an entry, 0 if it has another type or count. */
  private static long readValue(ByteBuffer tiff, int entry) {
    if (tiff.getInt(entry + 4) != 1) {
      return 0;
    }

    return switch (tiff.getShort(entry + 2)) {
      case BYTE -> tiff.get(entry + 8) & 0xff;
      case SHORT -> tiff.getShort(entry + 8) & 0xffff;
      case LONG -> Integer.toUnsignedLong(tiff.getInt(entry + 8));
      default -> 0;
    };
  }
}
