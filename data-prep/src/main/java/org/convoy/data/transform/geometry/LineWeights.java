package org.convoy.data.transform.geometry;

import java.util.Arrays;
import org.convoy.data.transform.geometry.ImageView.LineView;
import org.convoy.data.transform.geometry.ResamplingWeights.ResamplingFilter;

/**
 * Which rows or columns of an image make each one that a {@link LineView} shows, and with which
 * weights; unlike {@link ResamplingWeights} of those shown only, in the order in which they are.
 */
final class LineWeights {
  /** Fractional bits of a weight. The weights of a line add up to one, exactly. */
  static final int PRECISION = 12;

  private static final int DROPPED_BITS = ResamplingWeights.PRECISION - PRECISION;
  private static final int HALF = 1 << (DROPPED_BITS - 1);

  private final int[] first;

  /** For taps 0 and 1, 2 and 3, …: both weights of each line; those beyond the filter are 0. */
  private final int[][] pairs;

  private LineWeights(int[] first, int[][] pairs) {
    this.first = first;
    this.pairs = pairs;
  }

  static LineWeights of(LineView view) {
    ResamplingWeights resampling =
        ResamplingWeights.of(ResamplingFilter.TRIANGLE, view.count(), view.resized());
    int[] first = new int[view.length()];
    int[][] pairs = new int[(resampling.taps() + 1) / 2][2 * view.length()];

    for (int i = 0; i < first.length; i++) {
      int line = view.shownAt(i);
      int skipped = leadingZeros(resampling, line);
      first[i] = view.from() + resampling.first(line) + skipped;
      fill(pairs, i, resampling, line, skipped);
    }

    return new LineWeights(first, withoutZeros(pairs));
  }

  private static int leadingZeros(ResamplingWeights resampling, int line) {
    int tap = 0;

    while (rounded(resampling.weight(line, tap)) == 0) {
      tap++;
    }

    return tap;
  }

  private static void fill(
      int[][] pairs, int i, ResamplingWeights resampling, int line, int skipped) {
    int missing = 1 << PRECISION;
    int heaviest = 0;

    for (int tap = 0; tap < resampling.taps() - skipped; tap++) {
      int weight = rounded(resampling.weight(line, tap + skipped));
      pairs[tap / 2][2 * i + tap % 2] = weight;
      missing -= weight;

      if (weight > pairs[heaviest / 2][2 * i + heaviest % 2]) {
        heaviest = tap;
      }
    }

    pairs[heaviest / 2][2 * i + heaviest % 2] += missing;
  }

  private static int rounded(int weight) {
    return (weight + HALF) >> DROPPED_BITS;
  }

  private static int[][] withoutZeros(int[][] pairs) {
    int count = pairs.length;

    while (count > 1 && isZero(pairs[count - 1])) {
      count--;
    }

    return Arrays.copyOf(pairs, count);
  }

  private static boolean isZero(int[] weights) {
    return Arrays.stream(weights).allMatch(weight -> weight == 0);
  }

  /** For each line shown the first one that makes it. */
  int[] first() {
    return first;
  }

  /** Taps of a line, divided by two. */
  int pairs() {
    return pairs.length;
  }

  /** The weights of taps {@code 2 * pair} and {@code 2 * pair + 1}, line by line. */
  int[] pair(int pair) {
    return pairs[pair];
  }

  /** The weight of line {@code first + tap}. */
  int weight(int index, int tap) {
    return pairs[tap / 2][2 * index + tap % 2];
  }

  /** How many lines make the one at this place. */
  int taps(int index) {
    int taps = 2 * pairs.length;

    while (weight(index, taps - 1) == 0) {
      taps--;
    }

    return taps;
  }
}
