package org.convoy.nn.network;

import java.nio.FloatBuffer;

/** How a network's passes are run. One thread at a time. */
interface Execution extends AutoCloseable {
  /** The memory of the next batch's input, [batch, ...], valid until the next call. */
  FloatBuffer input(int batchSize);

  /** Forward in training mode and backward; leaves the mean loss's gradient in the flat vector. */
  StepMetrics forwardBackward(int[] labels, long seed);

  /** Forward in evaluation mode: logits, [batch, classes]. */
  double[] logits(int batchSize);

  @Override
  void close();
}
