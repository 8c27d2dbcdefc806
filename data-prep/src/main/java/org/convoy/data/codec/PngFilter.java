package org.convoy.data.codec;

/** Undoes the row filters of PNG (specification, section 9). */
final class PngFilter {
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
      row[i] += (byte) paeth(row[i - distance] & 0xff, above[i] & 0xff, above[i - distance] & 0xff);
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
