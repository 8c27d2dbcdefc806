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
 * @param mistakes the most confident ones, {@value Mistake#KEPT} at most, the most confident first
 */
public record Evaluation(
    Tally tally,
    long correctInFive,
    ConfusionMatrix confusion,
    Calibration calibration,
    List<Mistake> mistakes) {
  public static final Evaluation EMPTY =
      new Evaluation(Tally.EMPTY, 0, ConfusionMatrix.EMPTY, Calibration.EMPTY, List.of());

  public Evaluation {
    mistakes = List.copyOf(mistakes);
  }

  public Evaluation plus(Evaluation other) {
    return new Evaluation(
        tally.plus(other.tally),
        correctInFive + other.correctInFive,
        confusion.plus(other.confusion),
        calibration.plus(other.calibration),
        Mistake.worst(mistakes, other.mistakes));
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
