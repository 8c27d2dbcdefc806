package org.convoy.nn.kernel;

import org.convoy.nn.op.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Activations on ND4J's element-wise operations. Its own GELU is an approximation of its own, and
 * several of its gradients differ from PyTorch's where the function has a kink.
 */
final class Nd4jActivations {
  private static final double CUBIC = 0.044715;
  private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);

  private Nd4jActivations() {}

  static INDArray forward(Activation function, INDArray x) {
    if (function instanceof Activation.Sigmoid) {
      return Transforms.sigmoid(x, true);
    }

    if (function instanceof Activation.Tanh) {
      return Transforms.tanh(x, true);
    }

    if (function instanceof Activation.ReLU6) {
      return Transforms.min(Transforms.max(x, 0, true), 6, false);
    }

    if (function instanceof Activation.LeakyReLU leaky) {
      return Transforms.max(x, 0, true).addi(negative(x).muli(leaky.negativeSlope()));
    }

    if (function instanceof Activation.ELU elu) {
      INDArray below = Transforms.exp(negative(x), false).subi(1).muli(elu.alpha());
      return Transforms.max(x, 0, true).addi(below);
    }

    return smoothForward(function, x);
  }

  private static INDArray smoothForward(Activation function, INDArray x) {
    if (function instanceof Activation.GELU) {
      return normalDistribution(x).muli(x);
    }

    if (function instanceof Activation.TanhGELU) {
      return tanhOfCubic(x).addi(1).muli(0.5).muli(x);
    }

    if (function instanceof Activation.SiLU) {
      return Transforms.sigmoid(x, true).muli(x);
    }

    if (function instanceof Activation.Hardswish) {
      return Transforms.min(Transforms.max(x.add(3), 0, false), 6, false).muli(x).divi(6);
    }

    throw unknown(function);
  }

  /** The derivative at each element. */
  static INDArray derivative(Activation function, INDArray x) {
    if (function instanceof Activation.Sigmoid) {
      INDArray y = Transforms.sigmoid(x, true);
      return y.rsub(1).muli(y);
    }

    if (function instanceof Activation.Tanh) {
      INDArray y = Transforms.tanh(x, true);
      return y.muli(y).rsubi(1);
    }

    if (function instanceof Activation.ReLU6) {
      return above(x, 0).muli(below(x, 6));
    }

    if (function instanceof Activation.LeakyReLU leaky) {
      INDArray positive = above(x, 0);
      return positive.muli(1 - leaky.negativeSlope()).addi(leaky.negativeSlope());
    }

    if (function instanceof Activation.ELU elu) {
      INDArray positive = above(x, 0);
      INDArray slope = Transforms.exp(negative(x), false).muli(elu.alpha());
      return slope.muli(positive.rsub(1)).addi(positive);
    }

    return smoothDerivative(function, x);
  }

  private static INDArray smoothDerivative(Activation function, INDArray x) {
    if (function instanceof Activation.GELU) {
      INDArray density = Transforms.exp(x.mul(x).muli(-0.5), false);
      density.muli(1 / Math.sqrt(2 * Math.PI));
      return density.muli(x).addi(normalDistribution(x));
    }

    if (function instanceof Activation.TanhGELU) {
      INDArray tanh = tanhOfCubic(x);
      INDArray inner = x.mul(x).muli(3 * CUBIC).addi(1).muli(TANH_SCALE);
      INDArray slope = tanh.mul(tanh).rsubi(1).muli(inner).muli(x);
      return slope.addi(tanh).addi(1).muli(0.5);
    }

    if (function instanceof Activation.SiLU) {
      INDArray sigmoid = Transforms.sigmoid(x, true);
      return sigmoid.rsub(1).muli(x).addi(1).muli(sigmoid);
    }

    if (function instanceof Activation.Hardswish) {
      INDArray linear = above(x, 3);
      INDArray between = below(x, -3).addi(linear).rsubi(1);
      return x.div(3).addi(0.5).muli(between).addi(linear);
    }

    throw unknown(function);
  }

  private static UnsupportedOperationException unknown(Activation function) {
    return new UnsupportedOperationException("ND4J's kernels have no " + function);
  }

  /** {@code min(x, 0)}. */
  static INDArray negative(INDArray x) {
    return Transforms.min(x, 0, true);
  }

  /** One where {@code x > bound}, else zero. */
  static INDArray above(INDArray x, double bound) {
    INDArray result = x.ulike();
    Nd4j.getExecutioner().exec(new Step(x, result, bound));
    return result;
  }

  private static INDArray below(INDArray x, double bound) {
    return above(x.neg(), -bound);
  }

  private static INDArray normalDistribution(INDArray x) {
    INDArray scaled = x.div(Math.sqrt(2));
    return Nd4j.getExecutioner().exec(new Erf(scaled, scaled)).addi(1).muli(0.5);
  }

  private static INDArray tanhOfCubic(INDArray x) {
    INDArray inner = x.mul(x).muli(CUBIC).addi(1).muli(x).muli(TANH_SCALE);
    return Transforms.tanh(inner, false);
  }
}
