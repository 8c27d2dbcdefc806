package org.convoy.nn.activation;

import java.util.Optional;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
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
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ReLULayer(conf, dataType);
  }
}
