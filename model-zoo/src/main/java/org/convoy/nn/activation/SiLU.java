package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@code x * sigmoid(x)}, PyTorch's {@code SiLU}, also called swish; Ramachandran et al. 2017. */
public final class SiLU extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.SiLU();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.sigmoid(x, true).muli(x);
  }

  @Override
  INDArray derivative(INDArray x) {
    INDArray sigmoid = Transforms.sigmoid(x, true);
    return sigmoid.rsub(1).muli(x).addi(1).muli(sigmoid);
  }
}
