package org.convoy.train;

import java.util.List;
import java.util.Map;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.metric.Evaluation;
import org.convoy.metric.Histogram;
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
   * How the gradients of an epoch's last round were spread, where a config asks for histograms.
   *
   * @param gradients of one step of one worker, as its optimizer had them, by the tensors' names
   */
  default void gradientsSampled(Map<String, Histogram> gradients) {}

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
