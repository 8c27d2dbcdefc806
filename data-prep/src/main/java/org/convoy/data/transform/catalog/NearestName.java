package org.convoy.data.transform.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
final class NearestName {
  private NearestName() {}

  /** The candidate with the fewest edits to {@code name}, unless more than a third differs. */
  static Optional<String> of(String name, List<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** Levenshtein's distance; case and underscores do not count. */
  private static int distance(String left, String right) {
    String from = plain(left);
    String to = plain(right);
    int[][] edits = new int[from.length() + 1][to.length() + 1];

    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = Math.min(i, j) == 0 ? i + j : edits(edits, i, j, from, to);
      }
    }

    return edits[from.length()][to.length()];
  }

  private static int edits(int[][] edits, int i, int j, String from, String to) {
    int replacement = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int shifted = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    return Math.min(shifted, edits[i - 1][j - 1] + replacement);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
