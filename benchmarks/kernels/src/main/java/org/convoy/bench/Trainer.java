package org.convoy.bench;

import java.io.IOException;

/**
 * A network with its optimizer (SGD, momentum {@value #MOMENTUM}, weight decay {@value
 * #WEIGHT_DECAY}), ready to be trained on batches of one size.
 */
public interface Trainer {
  /** Learning rate of every contestant. */
  double LEARNING_RATE = 0.01;

  /** Momentum of every contestant. */
  double MOMENTUM = 0.9;

  /** Weight decay of every contestant. */
  double WEIGHT_DECAY = 5e-4;

  /** Returns the name and version of the software that trains. */
  String version() throws IOException;

  /** Returns the number of trained parameters, without running statistics. */
  long parameterCount();

  /**
   * Copies a batch into the network's input and trains one step on it: forward, cross-entropy,
   * backward, update.
   *
   * @param images the batch's images, NCHW
   * @param labels one class index per image
   * @return the mean loss of the batch before the update
   */
  double step(float[] images, int[] labels);
}
