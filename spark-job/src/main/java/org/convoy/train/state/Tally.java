package org.convoy.train.state;

/**
 * Sums over samples, from which means follow exactly whatever the batch sizes were.
 *
 * @param samples how many samples were counted
 * @param lossSum sum of their losses
 * @param correct how many had their own class on top
 */
public record Tally(long samples, double lossSum, long correct) {
  public static final Tally EMPTY = new Tally(0, 0, 0);

  public Tally plus(Tally other) {
    return new Tally(samples + other.samples, lossSum + other.lossSum, correct + other.correct);
  }

  /** Mean loss a sample; NaN when nothing was counted. */
  public double loss() {
    return lossSum / samples;
  }

  /** Fraction of samples classified correctly, 0 … 1; NaN when nothing was counted. */
  public double accuracy() {
    return (double) correct / samples;
  }
}
