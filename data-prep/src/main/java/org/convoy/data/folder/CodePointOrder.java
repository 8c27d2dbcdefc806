package org.convoy.data.folder;

import java.util.Comparator;

/**
 * Sorts strings as Python does, by code point. Java's own order is by UTF-16 unit and puts
 * characters of two units (surrogates, U+D800…U+DFFF) before those at U+E000…U+FFFF.
 */
public enum CodePointOrder implements Comparator<String> {
  INSTANCE;

  @Override
  public int compare(String left, String right) {
    int length = Math.min(left.length(), right.length());

    for (int i = 0; i < length; i++) {
      if (left.charAt(i) != right.charAt(i)) {
        return Integer.compare(rank(left.charAt(i)), rank(right.charAt(i)));
      }
    }

    return Integer.compare(left.length(), right.length());
  }

  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? Character.MIN_SUPPLEMENTARY_CODE_POINT + unit : unit;
  }
}
