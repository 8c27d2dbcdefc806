package org.convoy.nn.dropout;

import java.util.Optional;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout of residual branches, torchvision's {@code StochasticDepth} in mode "row": in training
 * all of an example is zeroed with this probability, the others are scaled by 1 / (1 -
 * probability). Huang et al. 2016, "Deep networks with stochastic depth",
 * https://arxiv.org/abs/1603.09382.
 */
public final class StochasticDepth extends DropoutConfiguration {
  /** For JSON. */
  private StochasticDepth() {}

  /** The probability of zeroing an example's branch, from 0 to 1. */
  public StochasticDepth(double probability) {
    super(probability);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ExampleDropout(dropout()));
  }

  @Override
  int stretch(INDArray batch) {
    return Math.toIntExact(batch.length() / batch.size(0));
  }
}
