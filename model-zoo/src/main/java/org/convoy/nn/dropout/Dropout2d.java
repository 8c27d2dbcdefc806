package org.convoy.nn.dropout;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout of channels, PyTorch's {@code Dropout2d}: in training all of a channel of an example is
 * zeroed with this probability, the others are scaled by 1 / (1 - probability). Tompson et al.
 * 2014.
 */
public final class Dropout2d extends DropoutConfiguration {
  /** For JSON. */
  private Dropout2d() {}

  /** The probability of zeroing a channel, from 0 to 1. */
  public Dropout2d(double probability) {
    super(probability);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ChannelDropout(dropout()));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  int stretch(INDArray batch) {
    return Math.toIntExact(batch.length() / (batch.size(0) * batch.size(1)));
  }
}
