package org.convoy.nn.layer;

import java.util.Optional;
import org.convoy.nn.kernel.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Rectified linear unit, PyTorch's {@code ReLU}. */
public final class ReLU extends StatelessConfiguration {
  @Override
  public String typeName() {
    return "ReLU";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Rectifier());
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ReLULayer(conf, dataType);
  }
}
