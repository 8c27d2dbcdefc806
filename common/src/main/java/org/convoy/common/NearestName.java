package org.convoy.common;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a misspelt one was probably meant to be. */
public final class NearestName {

  private NearestName() {}

  /** The candidate with the fewest edits to {@code name}, unless a third of it or more differs. */
  public static Optional<String> of(String name, List<String> candidates) {
    int most = Math.max(1, name.length() / 3);
    return candidates.stream()
        .filter(candidate -> name.length() - candidate.length() <= most)
        .filter(candidate -> distance(name, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /**
   * Insertions, deletions, replacements and swaps of neighbours that turn one name into the other;
   * case, hyphens and underscores do not count.
   */
  public static int distance(String left, String right) {
    String from = plain(left);
    String to = plain(right);
    int[][] edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i += 1) {
      for (int j = 0; j <= to.length(); j += 1) {
        edits[i][j] = Math.min(i, j) == 0 ? i + j : edits(edits, from, to, i, j);
      }
    }

    return edits[from.length()][to.length()];
  }

  private static int edits(int[][] edits, String from, String to, int i, int j) {
    int replacement = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
    int fewest = Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
    fewest = Math.min(fewest, edits[i - 1][j - 1] + replacement);
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
  }

  /** Whether two names are the same but for case, hyphens and underscores. */
  public static boolean isSame(String left, String right) {
    return plain(left).equals(plain(right));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }
}
