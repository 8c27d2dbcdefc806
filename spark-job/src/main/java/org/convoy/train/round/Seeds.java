package org.convoy.train.round;

import static org.convoy.common.RandomKey.GOLDEN_GAMMA;
import static org.convoy.common.RandomKey.finish;

/** Seeds derived from the run's seed: one for each thing that draws, none shared. */
public final class Seeds {
  private Seeds() {}

  public static long ofStep(long seed, long step, int worker) {
    long ofStep = finish(seed + GOLDEN_GAMMA * (step + 1));
    return finish(ofStep + GOLDEN_GAMMA * (worker + 1));
  }
}
