package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.below;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@code x * relu6(x + 3) / 6}, PyTorch's {@code Hardswish}; Howard et al. 2019. */
public final class Hardswish extends ActivationConfiguration {
  @Override
  Activation function() {
    return new Activation.Hardswish();
  }

  @Override
  INDArray value(INDArray x) {
    return Transforms.min(Transforms.max(x.add(3), 0, false), 6, false).muli(x).divi(6);
  }

  @Override
  INDArray derivative(INDArray x) {
    INDArray linear = above(x, 3);
    INDArray between = below(x, -3).addi(linear).rsubi(1);
    return x.div(3).addi(0.5).muli(between).addi(linear);
  }
}
