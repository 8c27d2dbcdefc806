package org.convoy.train;

import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.state.EarlyStopping;
import org.convoy.state.EpochMetrics;
import org.convoy.state.TrainingState;

/** Is told how a training goes; the progress display is one. All on the driver, in order. */
public interface TrainingListener {
  /**
   * A training begins or continues.
   *
   * @param start where it begins: the initial state, or that of a checkpoint
   * @param epochs in the whole training
   * @param epoch how each epoch goes
   */
  default void trainingStarted(TrainingState start, int epochs, EpochPlan epoch) {}

  /** One more round is synchronised. */
  default void roundFinished(TrainingState state, double learningRate) {}

  /**
   * The training ends before its last epoch.
   *
   * @param rule by which it ends
   * @param history of all its epochs
   */
  default void stoppedEarly(EarlyStopping rule, List<EpochMetrics> history) {}

  /** An epoch is trained and validated. */
  default void epochFinished(EpochMetrics metrics) {}
}
