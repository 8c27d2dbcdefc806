package org.convoy.libtorch;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Activation;

/**
 * An activation.
 *
 * @param function its values
 * @param slope the gradient by its input, of that by its output and of what {@code reads} says
 * @param reads whether the slope is known by the input or the output
 */
record ElementwiseOperator(
    UnaryOperator<Tensor> function, BinaryOperator<Tensor> slope, Reads reads) implements Operator {
  private enum Reads {
    INPUT,
    OUTPUT
  }

  static ElementwiseOperator of(Activation activation) {
    if (activation instanceof Activation.Sigmoid) {
      return new ElementwiseOperator(torch::sigmoid, torch::sigmoid_backward, Reads.OUTPUT);
    }

    if (activation instanceof Activation.Tanh) {
      return new ElementwiseOperator(torch::tanh, torch::tanh_backward, Reads.OUTPUT);
    }

    if (activation instanceof Activation.ReLU6) {
      Scalar zero = new Scalar(0.0);
      Scalar six = new Scalar(6.0);
      return new ElementwiseOperator(
          input -> torch.hardtanh(input, zero, six),
          (gradient, input) -> torch.hardtanh_backward(gradient, input, zero, six),
          Reads.INPUT);
    }

    if (activation instanceof Activation.LeakyReLU leaky) {
      return leaky(leaky.negativeSlope());
    }

    if (activation instanceof Activation.ELU elu) {
      Scalar alpha = new Scalar(elu.alpha());
      Scalar one = new Scalar(1.0);
      return new ElementwiseOperator(
          input -> torch.elu(input, alpha, one, one),
          (gradient, input) -> torch.elu_backward(gradient, alpha, one, one, false, input),
          Reads.INPUT);
    }

    if (activation instanceof Activation.GELU) {
      return gelu("none");
    }

    if (activation instanceof Activation.TanhGELU) {
      return gelu("tanh");
    }

    if (activation instanceof Activation.SiLU) {
      return new ElementwiseOperator(torch::silu, torch::silu_backward, Reads.INPUT);
    }

    if (activation instanceof Activation.Hardswish) {
      return new ElementwiseOperator(torch::hardswish, torch::hardswish_backward, Reads.INPUT);
    }

    if (activation instanceof Activation.Hardsigmoid) {
      return new ElementwiseOperator(torch::hardsigmoid, torch::hardsigmoid_backward, Reads.INPUT);
    }

    throw new UnsupportedOperationException(
        "libtorch computes no " + activation + " here; set kernels.backend to auto");
  }

  private static ElementwiseOperator gelu(String approximation) {
    return new ElementwiseOperator(
        input -> torch.gelu(input, approximation),
        (gradient, input) -> torch.gelu_backward(gradient, input, approximation),
        Reads.INPUT);
  }

  private static ElementwiseOperator leaky(double negativeSlope) {
    Scalar slope = new Scalar(negativeSlope);
    return new ElementwiseOperator(
        input -> torch.leaky_relu(input, slope),
        (gradient, input) -> torch.leaky_relu_backward(gradient, input, slope, false),
        Reads.INPUT);
  }

  @Override
  public Tensor forward(Frame frame) {
    return function.apply(frame.input());
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor read = reads == Reads.INPUT ? frame.input() : frame.output();
    frame.contribute(0, slope.apply(gradient, read));
  }
}
