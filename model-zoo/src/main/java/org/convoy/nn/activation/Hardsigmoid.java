package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.below;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@code relu6(x + 3) / 6}, PyTorch's {@code Hardsigmoid}; Howard et al. 2019. */
public final class Hardsigmoid extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.Hardsigmoid();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.min(Transforms.max(x.add(3), 0, false), 6, false).divi(6);
  }

  @Override
  INDArray derivative(INDArray x) {
    return above(x, -3).muli(below(x, 3)).divi(6);
  }
}
