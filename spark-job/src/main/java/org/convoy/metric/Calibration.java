package org.convoy.metric;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How far probabilities are to be believed: samples by the probability of the class that they were
 * taken for, in 15 bins of the same width, each without its lower end.
 *
 * @param bins from the least probable to the most
 * @see <a href="https://arxiv.org/abs/1706.04599">Guo et al., 2017: On Calibration of Modern Neural
 *     Networks</a>
 */
public record Calibration(List<Bin> bins) {
  static final int BINS = 15;

  /** A probability of 1 as a whole number: sums are exact in any order, of 2^31 samples. */
  private static final long ONE = 1L << 32;

  static final Calibration EMPTY =
      new Calibration(IntStream.range(0, BINS).mapToObj(bin -> new Bin(0, 0, 0)).toList());

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Samples of nearly one probability.
   *
   * @param probability the sum of theirs, each rounded to a multiple of 2^-32, in these
   */
  public record Bin(long samples, long correct, long probability) {
    Bin plus(Bin other) {
      return new Bin(
          samples + other.samples, correct + other.correct, probability + other.probability);
    }

    /** The sum of the samples' probabilities. */
    public double probabilitySum() {
      return (double) probability / ONE;
    }

    private double gap() {
      return Math.abs(probabilitySum() - correct);
    }
  }

  static int bin(double probability) {
    return (int) Math.max(0, Math.ceil(probability * BINS) - 1);
  }

  static Bin one(double probability, boolean correct) {
    return new Bin(1, correct ? 1 : 0, Math.round(probability * ONE));
  }

  Calibration plus(Calibration other) {
    return new Calibration(
        IntStream.range(0, BINS).mapToObj(bin -> bins.get(bin).plus(other.bins.get(bin))).toList());
  }

  /**
   * The expected calibration error, 0 … 1: by how much probability and accuracy of a bin differ, on
   * average over the samples; NaN when there are none.
   */
  public double expectedError() {
    long samples = bins.stream().mapToLong(Bin::samples).sum();
    return bins.stream().mapToDouble(Bin::gap).sum() / samples;
  }
}
