package org.convoy.train;

import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;

/** Ends a training, with an exception, after a round whose checkpoint is not written yet. */
record KilledTraining(int epoch, int round) implements TrainingListener {
  static final String MESSAGE = "killed";

  @Override
  public void roundFinished(TrainingState state, RoundMetrics metrics) {
    if (state.epoch() == epoch && state.round() == round + 1) {
      throw new IllegalStateException(MESSAGE);
    }
  }
}
