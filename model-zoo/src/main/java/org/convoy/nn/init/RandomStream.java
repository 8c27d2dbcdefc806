package org.convoy.nn.init;

import static org.convoy.common.RandomKey.GOLDEN_GAMMA;
import static org.convoy.common.RandomKey.finish;

import java.util.SplittableRandom;

/** Independent random streams from a seed and a key, the same on every machine and Java version. */
public final class RandomStream {
  private RandomStream() {}

  /** A stream that depends on the seed and on every character of the key, and on nothing else. */
  public static SplittableRandom of(long seed, String key) {
    long mixed = finish(seed + GOLDEN_GAMMA);
    for (int i = 0; i < key.length(); i++) {
      mixed = finish((mixed ^ key.charAt(i)) + GOLDEN_GAMMA);
    }

    return new SplittableRandom(mixed);
  }
}
