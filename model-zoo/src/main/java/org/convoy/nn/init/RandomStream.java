package org.convoy.nn.init;

import java.util.SplittableRandom;

/** Independent random streams from a seed and a key, the same on every machine and Java version. */
public final class RandomStream {
  private RandomStream() {}

  /** A stream that depends on the seed and on every character of the key, and on nothing else. */
  public static SplittableRandom of(long seed, String key) {
    long mixed = mix(seed);
    for (int i = 0; i < key.length(); i++) {
      mixed = mix(mixed ^ key.charAt(i));
    }

    return new SplittableRandom(mixed);
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014), after a step of its Weyl sequence. */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
