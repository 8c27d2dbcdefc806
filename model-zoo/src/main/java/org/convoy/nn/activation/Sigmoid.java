package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Logistic function {@code 1 / (1 + exp(-x))}, PyTorch's {@code Sigmoid}. */
public final class Sigmoid extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.Sigmoid();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.sigmoid(x, true);
  }

  @Override
  INDArray derivative(INDArray x) {
    INDArray y = value(x);
    return y.rsub(1).muli(y);
  }
}
