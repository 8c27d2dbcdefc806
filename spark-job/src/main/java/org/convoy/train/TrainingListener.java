package org.convoy.train;

import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.state.EarlyStopping;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.TrainingState;

/**
 * Is told how a training goes; the progress display is one. All on the driver, in order, and on the
 * training's own thread where nothing else is said: what takes time belongs on another.
 */
public interface TrainingListener {
  /**
   * A training begins or continues.
   *
   * @param start where it begins: the initial state, or that of a checkpoint
   * @param epochs in the whole training
   * @param epoch how each epoch goes
   */
  default void trainingStarted(TrainingState start, int epochs, EpochPlan epoch) {}

  /**
   * One more round is synchronised.
   *
   * @param state after it, which a listener does not keep: it holds the model
   */
  default void roundFinished(TrainingState state, RoundMetrics round) {}

  /**
   * The training ends before its last epoch.
   *
   * @param rule by which it ends
   * @param history of all its epochs
   */
  default void stoppedEarly(EarlyStopping rule, List<EpochMetrics> history) {}

  /**
   * An epoch is trained and validated.
   *
   * @param validation what was counted of the validation samples
   */
  default void epochFinished(EpochMetrics metrics, Evaluation validation) {}

  /**
   * A checkpoint is complete; told on the thread that writes them.
   *
   * @param epoch that the training goes on in from it, from 0
   * @param round that it goes on with, from 0
   */
  default void checkpointSaved(int epoch, int round) {}
}
