package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Hyperbolic tangent, PyTorch's {@code Tanh}. */
public final class Tanh extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.Tanh();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.tanh(x, true);
  }

  @Override
  INDArray derivative(INDArray x) {
    INDArray y = value(x);
    return y.muli(y).rsubi(1);
  }
}
