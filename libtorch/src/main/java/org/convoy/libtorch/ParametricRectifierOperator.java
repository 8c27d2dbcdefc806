package org.convoy.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** PReLU: a learned slope below zero. */
final class ParametricRectifierOperator implements Operator {
  private final Parameter slopes;
  private final Scalar zero = new Scalar(0.0);

  ParametricRectifierOperator(Site site, Operation.ParametricRectifier operation) {
    slopes = site.next(operation.slopes());
  }

  @Override
  public Tensor forward(Frame frame) {
    return torch.prelu(frame.input(), slopes.value());
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor isPositive = frame.input().gt(zero);
    long[] shape = Shape.perChannel(frame.input());
    if (slopes.value().numel() == 1) {
      shape[1] = 1;
    }

    if (frame.wants(0)) {
      frame.contribute(
          0, torch.where(isPositive, gradient, gradient.mul(slopes.value().view(shape))));
    }

    if (frame.wantsParameters()) {
      Tensor products = torch.where(isPositive, zero, gradient.mul(frame.input()));
      slopes.gradient().copy_(products.sum_to_size(shape).view(slopes.value().numel()));
    }
  }
}
