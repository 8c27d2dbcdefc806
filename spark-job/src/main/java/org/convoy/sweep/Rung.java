package org.convoy.sweep;

import java.util.ArrayList;
import java.util.List;

/**
 * A step of successive halving (Jamieson and Talwalkar 2016): all trials that are left are trained
 * to the same epoch, then the best of them go on. All of a rung are waited for, unlike in ASHA, so
 * that which go on depends neither on slots nor on interruptions.
 *
 * @param epochs to which its trials are trained
 * @param trials that are trained to there
 */
public record Rung(int epochs, int trials) {
  /** One rung, without halving. */
  static List<Rung> single(int epochs, int trials) {
    return List.of(new Rung(epochs, trials));
  }

  /** From the fewest epochs to all of them. */
  static List<Rung> halving(int minEpochs, int reduction, int epochs, int trials) {
    List<Rung> rungs = new ArrayList<>();
    long reached = minEpochs;
    int left = trials;
    while (reached < epochs && left > 1) {
      rungs.add(new Rung((int) reached, left));
      reached *= reduction;
      left = Math.max(1, left / reduction);
    }

    rungs.add(new Rung(epochs, left));
    return rungs;
  }

  /** Of some rungs together, if no trial ends early. */
  static long epochsOf(List<Rung> rungs) {
    long sum = 0;
    int before = 0;
    for (Rung rung : rungs) {
      sum += (long) rung.trials() * (rung.epochs() - before);
      before = rung.epochs();
    }

    return sum;
  }
}
