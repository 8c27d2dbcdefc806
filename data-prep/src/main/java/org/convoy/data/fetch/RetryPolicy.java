package org.convoy.data.fetch;

import java.time.Duration;

/**
 * When a download is tried again.
 *
 * @param rounds how often all addresses are tried, at least 1
 * @param firstPause between the first two rounds; each further one is twice as long
 * @param stallTimeout how long a server may send nothing
 */
public record RetryPolicy(int rounds, Duration firstPause, Duration stallTimeout) {
  /** Five rounds with 1, 2, 4 and 8 s between them; 60 s of silence. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60));

  public RetryPolicy {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be at least 1, not " + rounds);
    }

    if (firstPause.isNegative() || stallTimeout.isNegative() || stallTimeout.isZero()) {
      throw new IllegalArgumentException(
          "firstPause must not be negative and stallTimeout positive, not %s and %s"
              .formatted(firstPause, stallTimeout));
    }
  }

  /** The pause after this many rounds, the first of which is number 1. */
  Duration pauseAfter(int round) {
    return firstPause.multipliedBy(1L << Math.min(round - 1, 20));
  }
}
