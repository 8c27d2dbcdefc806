package org.convoy.data.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.convoy.data.DataException;

/**
 * One 512-byte header block: POSIX.1-1988 ustar, GNU, or what came before them. The format: <a
 * href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX pax</a>, "ustar
 * Interchange Format".
 *
 * @param name path, with the ustar prefix before it
 * @param size bytes of content
 * @param type the type flag, '0' for the older NUL
 * @param link path of the file that a link is to
 */
record TarHeader(String name, long size, char type, String link) {
  static final int BYTES = 512;

  private static final int NAME_BYTES = 100;
  private static final int SIZE = 124;
  private static final int SIZE_BYTES = 12;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0};

  /** The block that ends an archive. */
  static boolean isEnd(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }

    return true;
  }

  /**
   * Reads a header.
   *
   * @param archive for messages
   * @param offset where in the archive the block is, for messages
   * @throws DataException when the checksum is wrong or the size makes no sense
   */
  static TarHeader parse(byte[] block, String archive, long offset) {
    if (number(block, CHECKSUM, CHECKSUM_BYTES, archive, offset) != checksum(block)) {
      throw new DataException(
          archive,
          "a tar header at byte " + offset,
          "a block with a wrong checksum",
          "It is no tar archive, or damaged. " + ArchiveInput.FETCH_AGAIN);
    }

    String name = text(block, 0, NAME_BYTES);
    String prefix = isUstar(block) ? text(block, PREFIX, PREFIX_BYTES) : "";
    char type = block[TYPE] == 0 ? '0' : (char) block[TYPE];

    return new TarHeader(
        prefix.isEmpty() ? name : prefix + "/" + name,
        number(block, SIZE, SIZE_BYTES, archive, offset),
        type,
        text(block, LINK, NAME_BYTES));
  }

  /** Whether a block is a header, as its checksum tells. */
  static boolean isHeader(byte[] block) {
    String digits = text(block, CHECKSUM, CHECKSUM_BYTES).strip();
    return isOctal(digits) && !digits.isEmpty() && Long.parseLong(digits, 8) == checksum(block);
  }

  private static boolean isUstar(byte[] block) {
    return Arrays.equals(block, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length);
  }

  /** Sum of all bytes, those of the checksum itself taken as spaces. */
  private static long checksum(byte[] block) {
    long sum = (long) CHECKSUM_BYTES * ' ';

    for (byte value : block) {
      sum += value & 0xff;
    }

    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_BYTES; i++) {
      sum -= block[i] & 0xff;
    }

    return sum;
  }

  private static String text(byte[] block, int offset, int length) {
    return new String(block, offset, textEnd(block, offset, length) - offset, UTF_8);
  }

  private static int textEnd(byte[] block, int offset, int length) {
    int end = offset;

    while (end < offset + length && block[end] != 0) {
      end++;
    }

    return end;
  }

  /** Octal digits, or GNU's binary form for what they cannot hold. */
  private static long number(byte[] block, int offset, int length, String archive, long at) {
    if (block[offset] < 0) {
      return binary(block, offset, length, archive, at);
    }

    // Without strings: an archive may have millions of headers, with two numbers each.
    int from = offset;
    int end = textEnd(block, offset, length);

    while (from < end && Character.isWhitespace(block[from])) {
      from++;
    }

    while (from < end && Character.isWhitespace(block[end - 1])) {
      end--;
    }

    long value = 0;

    for (int i = from; i < end; i++) {
      if (block[i] < '0' || block[i] > '7') {
        throw damaged(archive, at, "\"" + text(block, from, end - from) + "\"");
      }

      value = 8 * value + block[i] - '0';
    }

    return value;
  }

  private static boolean isOctal(String text) {
    return text.chars().allMatch(digit -> digit >= '0' && digit <= '7');
  }

  private static long binary(byte[] block, int offset, int length, String archive, long at) {
    int start = offset + length - Long.BYTES;
    long value = 0;

    for (int i = start; i < offset + length; i++) {
      value = value << Byte.SIZE | (block[i] & 0xff);
    }

    boolean fits = length > Long.BYTES && (block[offset] & 0xff) == 0x80;

    for (int i = offset + 1; i < start; i++) {
      fits &= block[i] == 0;
    }

    if (!fits || value < 0) {
      throw damaged(archive, at, "a negative or huge one");
    }

    return value;
  }

  private static DataException damaged(String archive, long offset, String found) {
    return new DataException(
        archive,
        "a number in the tar header at byte " + offset,
        found,
        "It is no tar archive, or damaged. " + ArchiveInput.FETCH_AGAIN);
  }
}
