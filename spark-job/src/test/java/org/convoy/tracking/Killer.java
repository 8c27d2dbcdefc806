package org.convoy.tracking;

import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;
import org.convoy.train.TrainingListener;

/** Lets a training fail in its second epoch, after the fifth round. */
final class Killer implements TrainingListener {
  @Override
  public void roundFinished(TrainingState state, RoundMetrics round) {
    if (round.epoch() == 1 && round.round() == 4) {
      throw new IllegalStateException("killed");
    }
  }
}
