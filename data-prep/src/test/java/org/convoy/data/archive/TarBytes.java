package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Locale;

/** Writes archives block by block, including what no sane program would write. */
final class TarBytes {
  static final int BLOCK = 512;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  TarBytes file(String name, byte[] content) {
    return entry(name, '0', octal(content.length), content);
  }

  /** An entry whose size field says what it likes. */
  TarBytes entry(String name, char type, byte[] size, byte[] content) {
    output.writeBytes(header(name, type, size));
    output.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
    return this;
  }

  TarBytes entry(String name, char type, String content) {
    byte[] bytes = content.getBytes(UTF_8);
    return entry(name, type, octal(bytes.length), bytes);
  }

  /** The archive with its two final blocks. */
  byte[] finish() {
    output.writeBytes(new byte[2 * BLOCK]);
    return output.toByteArray();
  }

  byte[] unfinished() {
    return output.toByteArray();
  }

  static byte[] octal(long value) {
    return String.format(Locale.ROOT, "%011o\0", value).getBytes(US_ASCII);
  }

  static byte[] header(String name, char type, byte[] size) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name.getBytes(UTF_8));
    put(block, 124, size);
    block[156] = (byte) type;
    put(block, 257, "ustar\00000".getBytes(US_ASCII));
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;

    for (byte value : block) {
      sum += value & 0xff;
    }

    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(US_ASCII));
    return block;
  }

  private static void put(byte[] block, int offset, byte[] bytes) {
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }
}
