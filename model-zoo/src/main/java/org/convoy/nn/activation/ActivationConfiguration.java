package org.convoy.nn.activation;

import java.util.Optional;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Configuration of an element-wise function without parameters; takes any shape. */
abstract class ActivationConfiguration extends StatelessConfiguration {
  abstract Activation function();

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Elementwise(function()));
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ActivationLayer(conf, dataType);
  }
}
