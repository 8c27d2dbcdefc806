package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.below;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@code min(max(x, 0), 6)}, PyTorch's {@code ReLU6}; its gradient is zero at both bounds. */
public final class ReLU6 extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.ReLU6();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.min(Transforms.max(x, 0, true), 6, false);
  }

  @Override
  INDArray derivative(INDArray x) {
    return above(x, 0).muli(below(x, 6));
  }
}
