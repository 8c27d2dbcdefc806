package org.convoy.data.codec;

/**
 * The dictionary of an LZW stream, as GIF and TIFF use it; gives the bytes that codes stand for.
 */
final class LzwCodes {
  private static final int MAX_CODES = 4_096;
  private static final int NONE = -1;

  private final int firstFree;
  private final short[] prefixes = new short[MAX_CODES];
  private final byte[] suffixes = new byte[MAX_CODES];
  private final byte[] reversed = new byte[MAX_CODES + 1];
  private int size;
  private int previous;
  private byte previousFirst;

  /** Bytes that are still to be given, the next one last. */
  private int pending;

  /**
   * @param literals number of codes that stand for one byte each; two codes after them are special
   */
  LzwCodes(int literals) {
    this.firstFree = literals + 2;

    for (int i = 0; i < literals; i++) {
      suffixes[i] = (byte) i;
    }

    clear();
  }

  void clear() {
    size = firstFree;
    previous = NONE;
  }

  /** Number of codes in use, the special ones included. */
  int size() {
    return size;
  }

  /**
   * Takes the next code, when all bytes of the code before it were given.
   *
   * @return false if there is no such code
   */
  boolean take(int code) {
    if (code > size || (code == size && previous == NONE) || isSpecial(code)) {
      return false;
    }

    boolean isNew = code == size;
    int at = isNew ? previous : code;

    if (isNew) {
      reversed[pending++] = previousFirst;
    }

    while (at >= firstFree) {
      reversed[pending++] = suffixes[at];
      at = prefixes[at];
    }

    reversed[pending++] = suffixes[at];

    byte first = suffixes[at];
    add(first);
    previous = code;
    previousFirst = first;
    return true;
  }

  private boolean isSpecial(int code) {
    return code == firstFree - 1 || code == firstFree - 2;
  }

  private void add(byte first) {
    if (previous != NONE && size < MAX_CODES) {
      prefixes[size] = (short) previous;
      suffixes[size] = first;
      size++;
    }
  }

  /**
   * Gives so many bytes.
   *
   * @param takeNext takes the next code of the stream when all bytes of the code before it are
   *     given
   */
  void fill(byte[] target, int from, int count, Runnable takeNext) {
    int filled = give(target, from, count);
    while (filled < count) {
      takeNext.run();
      filled += give(target, from + filled, count - filled);
    }
  }

  /** Gives bytes of the codes that were taken, as many as there are or are wanted. */
  private int give(byte[] target, int from, int count) {
    int given = Math.min(count, pending);

    for (int i = 0; i < given; i++) {
      target[from + i] = reversed[--pending];
    }

    return given;
  }
}
