package org.convoy.nn.activation;

import static org.convoy.nn.dl4j.ArrayOperations.above;
import static org.convoy.nn.dl4j.ArrayOperations.negative;

import org.convoy.common.argument.Bounds;
import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x} where positive, else {@code alpha * (exp(x) - 1)}, PyTorch's {@code ELU}; Clevert et
 * al. 2015.
 */
public final class ELU extends ActivationConfiguration {
  private static final double DEFAULT_ALPHA = 1;

  private double alpha;

  /** With PyTorch's default, alpha 1. */
  public ELU() {
    this(DEFAULT_ALPHA);
  }

  /** Minus the limit far below zero, any finite number. */
  public ELU(double alpha) {
    this.alpha = Bounds.ALL.check("alpha", alpha);
  }

  @Override
  Activation function() {
    return new Activation.ELU(alpha);
  }

  @Override
  INDArray value(INDArray x) {
    INDArray below = Transforms.exp(negative(x), false).subi(1).muli(alpha);
    return Transforms.max(x, 0, true).addi(below);
  }

  @Override
  INDArray derivative(INDArray x) {
    INDArray positive = above(x, 0);
    INDArray slope = Transforms.exp(negative(x), false).muli(alpha);
    return slope.muli(positive.rsub(1)).addi(positive);
  }
}
