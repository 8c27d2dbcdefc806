package org.convoy.common;

/** Well-mixed 64-bit keys out of numbers that may be small or alike, the same everywhere. */
public final class RandomKey {
  /** The step of SplitMix64's Weyl sequence: the golden ratio's fraction. */
  public static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private RandomKey() {}

  /** For fixed other parts, different values of one part give different keys. */
  public static long mix(long... parts) {
    long key = 0;

    for (long part : parts) {
      key = finish((key ^ part) + GOLDEN_GAMMA);
    }

    return key;
  }

  /**
   * The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
   * Generators, 2014), in Stafford's variant 13: a bijection, of which 0 is the fixed point.
   */
  public static long finish(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
