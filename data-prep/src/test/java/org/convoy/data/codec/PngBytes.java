package org.convoy.data.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files for tests: any color type, depth and interlacing, each row with another filter.
 *
 * @param samples row by row, {@code samplesPerPixel} to a pixel, each below 2 to the bit depth
 * @param palette red, green, blue of each color, or empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PngBytes(int height, int width, int colorType, int bitDepth, int[] samples, byte[] palette) {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int[][] WHOLE = {{0, 0, 1, 1}};
  // First row, first column, row step, column step.
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {0, 4, 8, 8}, {4, 0, 8, 4}, {0, 2, 4, 4}, {2, 0, 4, 2}, {0, 1, 2, 2}, {1, 0, 2, 1}
  };

  static int samplesPerPixel(int colorType) {
    return switch (colorType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  byte[] sequential() {
    return file(0, rows(WHOLE));
  }

  byte[] interlaced() {
    return file(1, rows(ADAM7));
  }

  /** A file with these filtered rows as its pixel data, in two chunks. */
  byte[] file(int interlace, byte[] rows) {
    byte[] data = deflate(rows);
    int half = data.length / 2;
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(SIGNATURE);
    file.writeBytes(chunk("IHDR", header(interlace)));

    if (palette.length > 0) {
      file.writeBytes(chunk("PLTE", palette));
    }

    file.writeBytes(chunk("IDAT", Arrays.copyOf(data, half)));
    file.writeBytes(chunk("IDAT", Arrays.copyOfRange(data, half, data.length)));
    file.writeBytes(chunk("IEND", new byte[0]));
    return file.toByteArray();
  }

  static byte[] chunk(String type, byte[] content) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
    chunk.putInt(content.length);
    type.chars().forEach(c -> chunk.put((byte) c));
    chunk.put(content);
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 4 + content.length);
    return chunk.putInt((int) crc.getValue()).array();
  }

  /** Puts the checksums of all whole chunks right, in place; other files stay as they are. */
  static void repairChecksums(byte[] file) {
    ByteBuffer buffer = ByteBuffer.wrap(file);

    if (!Arrays.equals(Arrays.copyOf(file, SIGNATURE.length), SIGNATURE)) {
      return;
    }

    int at = SIGNATURE.length;

    while (at + 12 <= file.length) {
      int length = buffer.getInt(at);

      if (length < 0 || length > file.length - at - 12) {
        return;
      }

      CRC32 crc = new CRC32();
      crc.update(file, at + 4, 4 + length);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }

  byte[] sequentialRows() {
    return rows(WHOLE);
  }

  private byte[] header(int interlace) {
    return ByteBuffer.allocate(13)
        .putInt(width)
        .putInt(height)
        .put(new byte[] {(byte) bitDepth, (byte) colorType, 0, 0, (byte) interlace})
        .array();
  }

  private byte[] rows(int[][] passes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    for (int[] pass : passes) {
      byte[] above = null;

      for (int y = pass[0]; y < height && pass[1] < width; y += pass[2]) {
        byte[] row = pack(y, pass[1], pass[3]);
        filter(row, above == null ? new byte[row.length] : above, y % 5, out);
        above = row;
      }
    }

    return out.toByteArray();
  }

  /** The samples of a row's pixels, packed into whole bytes, high bits first. */
  private byte[] pack(int y, int firstColumn, int columnStep) {
    int perPixel = samplesPerPixel(colorType);
    StringBuilder bits = new StringBuilder();

    for (int x = firstColumn; x < width; x += columnStep) {
      for (int s = 0; s < perPixel; s++) {
        int value = samples[(y * width + x) * perPixel + s];
        bits.append(Integer.toBinaryString((1 << bitDepth) | value).substring(1));
      }
    }

    bits.append("0".repeat((8 - bits.length() % 8) % 8));
    byte[] row = new byte[bits.length() / 8];

    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) Integer.parseInt(bits, 8 * i, 8 * i + 8, 2);
    }

    return row;
  }

  private void filter(byte[] row, byte[] above, int type, ByteArrayOutputStream out) {
    int distance = Math.max(1, bitDepth * samplesPerPixel(colorType) / 8);
    out.write(type);

    for (int i = 0; i < row.length; i++) {
      int left = i < distance ? 0 : row[i - distance] & 0xff;
      int upLeft = i < distance ? 0 : above[i - distance] & 0xff;
      out.write(row[i] - predict(type, left, above[i] & 0xff, upLeft));
    }
  }

  private static int predict(int type, int left, int up, int upLeft) {
    return switch (type) {
      case 1 -> left;
      case 2 -> up;
      case 3 -> (left + up) / 2;
      case 4 -> closest(left + up - upLeft, left, up, upLeft);
      default -> 0;
    };
  }

  private static int closest(int target, int... candidates) {
    int best = candidates[0];

    for (int candidate : candidates) {
      if (Math.abs(candidate - target) < Math.abs(best - target)) {
        best = candidate;
      }
    }

    return best;
  }

  private static byte[] deflate(byte[] data) {
    Deflater deflater = new Deflater();

    try {
      deflater.setInput(data);
      deflater.finish();
      byte[] buffer = new byte[2 * data.length + 64];
      return Arrays.copyOf(buffer, deflater.deflate(buffer));
    } finally {
      deflater.end();
    }
  }
}
