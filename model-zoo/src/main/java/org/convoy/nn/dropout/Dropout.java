package org.convoy.nn.dropout;

import java.util.Optional;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Dropout, PyTorch's {@code Dropout}: in training each value is zeroed with this probability, the
 * others are scaled by 1 / (1 - probability). Srivastava et al. 2014.
 */
public final class Dropout extends DropoutConfiguration {
  /** For JSON. */
  private Dropout() {}

  /** The probability of zeroing a value, from 0 to 1. */
  public Dropout(double probability) {
    super(probability);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(dropout());
  }

  @Override
  int stretch(INDArray batch) {
    return 1;
  }
}
