package org.convoy.train;

/** Seeds derived from the run's seed: one for each thing that draws, none shared. */
final class Seeds {
  /** The golden ratio's fraction, as in SplitMix64. */
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  static long ofStep(long seed, long step, int worker) {
    return mix(mix(seed + GAMMA * (step + 1)) + GAMMA * (worker + 1));
  }

  /** Stafford's variant 13 of the 64-bit finalizer of MurmurHash3. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
