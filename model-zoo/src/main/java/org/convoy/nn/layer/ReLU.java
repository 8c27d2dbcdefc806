package org.convoy.nn.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Rectified linear unit, PyTorch's {@code ReLU}. */
public final class ReLU extends StatelessConfiguration {
  @Override
  public String typeName() {
    return "ReLU";
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new ReLULayer(conf, dataType);
  }
}
