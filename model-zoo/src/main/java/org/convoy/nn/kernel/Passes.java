package org.convoy.nn.kernel;

import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;

/** A network's passes on its flat vectors, by a {@link KernelLibrary}. One thread at a time. */
public interface Passes extends AutoCloseable {
  /** The memory of the next batch's input, [batch, ...], valid until the next call. */
  FloatBuffer input(int batchSize);

  /**
   * Forward in training mode and backward; leaves the gradient in the flat vector.
   *
   * @param seed of what is drawn
   * @param gradient makes of the output, [batch, ...] row by row, the gradient by it
   */
  void train(int batchSize, long seed, UnaryOperator<double[]> gradient);

  /** As {@link #train}; gives the gradient by the input as well, [batch, ...] row by row. */
  double[] trainWithInputGradient(int batchSize, long seed, UnaryOperator<double[]> gradient);

  /** Forward in evaluation mode: the output, [batch, ...] row by row. */
  double[] evaluate(int batchSize);

  @Override
  void close();
}
