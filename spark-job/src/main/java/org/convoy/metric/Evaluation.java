package org.convoy.metric;

import java.util.List;
import org.convoy.state.Tally;

/**
 * What was counted of evaluated samples.
 *
 * @param tally loss and correct answers
 * @param correctInFive how many had their own class among the five on top
 * @param confusion which classes were taken for which
 * @param calibration how far the probabilities are to be believed
 */
public record Evaluation(
    Tally tally, long correctInFive, ConfusionMatrix confusion, Calibration calibration) {
  public static final Evaluation EMPTY =
      new Evaluation(Tally.EMPTY, 0, ConfusionMatrix.EMPTY, Calibration.EMPTY);

  public Evaluation plus(Evaluation other) {
    return new Evaluation(
        tally.plus(other.tally),
        correctInFive + other.correctInFive,
        confusion.plus(other.confusion),
        calibration.plus(other.calibration));
  }

  /** The mean of the classes' F1, 0 … 1. */
  public double macroF1(List<String> classes) {
    return ClassMetrics.mean("", confusion.classes(classes)).f1();
  }

  /** Fraction of samples whose class is among the five on top, 0 … 1; NaN when there are none. */
  public double topFiveAccuracy() {
    return (double) correctInFive / tally.samples();
  }
}
