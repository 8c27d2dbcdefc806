package org.convoy.nn.network;

import java.nio.FloatBuffer;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.StepTimes;
import org.convoy.nn.loss.Targets;

/** How a network's passes are run. One thread at a time. */
interface Execution extends AutoCloseable {
  /** The memory of the next batch's input, [batch, ...], valid until the next call. */
  FloatBuffer input(int batchSize);

  /** Forward in training mode and backward; leaves the loss's gradient in the flat vector. */
  StepMetrics forwardBackward(Targets targets, long seed);

  /** Forward in evaluation mode: logits, [batch, classes]. */
  double[] logits(int batchSize);

  /** The choice by name that makes the same arithmetic elsewhere. */
  KernelChoice kernels();

  /**
   * What the layers take from now on is added here, if it is known one by one.
   *
   * @param times null for nowhere
   */
  default void time(StepTimes times) {}

  /** Whether a training step of this size has nothing to prepare. */
  default boolean isPrepared(int batchSize) {
    return true;
  }

  @Override
  void close();
}
