package org.convoy.data.transform;

import org.convoy.common.RandomKey;
import org.convoy.common.argument.Bounds;

/**
 * A stream of random numbers that is fixed by its key, the same on every machine and in every
 * version of Java. Not for several threads at a time.
 *
 * <p>It is SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014): a
 * few instructions to make one and for each number.
 */
public final class RandomSource {
  private static final double UNIT = 0x1p-53;

  private long state;

  /** The second number of the last pair of normal ones, NaN if it was taken. */
  private double spareGaussian = Double.NaN;

  private RandomSource(long state) {
    this.state = state;
  }

  /** What one sample draws in one epoch of a run; any other of the three gives other numbers. */
  public static RandomSource of(long seed, int epoch, int sampleId) {
    return of(RandomKey.mix(seed, epoch, sampleId));
  }

  /** The stream of a key, which need not be well mixed. */
  public static RandomSource of(long key) {
    return new RandomSource(RandomKey.mix(key));
  }

  /** A source that goes on as this one will, and does not affect it. */
  public RandomSource copy() {
    RandomSource copy = new RandomSource(state);
    copy.spareGaussian = spareGaussian;
    return copy;
  }

  private long nextLong() {
    state += RandomKey.GOLDEN_GAMMA;
    return RandomKey.finish(state);
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (nextLong() >>> 11) * UNIT;
  }

  /** Uniform in [low, high); {@code low} if both are equal. */
  public double uniform(double low, double high) {
    return low + uniform() * (high - low);
  }

  /**
   * Uniform in 0…bound-1. It grows with the underlying number: two sources in the same state give,
   * for two bounds, the same position relative to the bound.
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound must be at least 1, not " + bound);
    }

    return (int) (uniform() * bound);
  }

  /** True with this probability: never at 0, always at 1. */
  public boolean bernoulli(double probability) {
    return uniform() < probability;
  }

  /**
   * Checks the argument {@code p} of transforms that are sometimes applied.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public static void checkProbability(double p) {
    Bounds.SHARE.check("p", p);
  }

  /** Normal, of mean 0 and variance 1 (Marsaglia's polar method). */
  public double gaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }

    return gaussianPair();
  }

  private double gaussianPair() {
    double x;
    double y;
    double square;

    do {
      x = uniform(-1, 1);
      y = uniform(-1, 1);
      square = x * x + y * y;
    } while (square >= 1 || square == 0);

    double factor = Math.sqrt(-2 * StrictMath.log(square) / square);
    spareGaussian = y * factor;
    return x * factor;
  }

  /**
   * Beta(a, b) in [0, 1], as X / (X + Y) of two gamma numbers; by their logarithms, so that small
   * parameters do not underflow.
   *
   * @param a positive
   * @param b positive
   */
  public double beta(double a, double b) {
    if (!(a > 0 && b > 0 && Double.isFinite(a + b))) {
      throw new IllegalArgumentException(
          "a and b must be positive, they are %s and %s".formatted(a, b));
    }

    return 1 / (1 + StrictMath.exp(-logGammaVariate(a) + logGammaVariate(b)));
  }

  // A variate of shape < 1 is one of shape + 1 times U^(1/shape).
  private double logGammaVariate(double shape) {
    return shape < 1
        ? StrictMath.log(gammaVariate(shape + 1)) + StrictMath.log(1 - uniform()) / shape
        : StrictMath.log(gammaVariate(shape));
  }

  // Marsaglia, Tsang: A Simple Method for Generating Gamma Variables, 2000; for shapes >= 1.
  private double gammaVariate(double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);

    while (true) {
      double x = gaussian();
      double root = 1 + c * x;
      double v = root * root * root;

      if (v > 0 && StrictMath.log(1 - uniform()) < 0.5 * x * x + d * (1 - v + StrictMath.log(v))) {
        return d * v;
      }
    }
  }
}
