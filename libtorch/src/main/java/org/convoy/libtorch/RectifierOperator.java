package org.convoy.libtorch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** ReLU, in place where nobody else reads its input. */
final class RectifierOperator implements Operator {
  private final Scalar zero = new Scalar(0.0);

  @Override
  public Tensor forward(Frame frame) {
    return frame.mayOverwriteInput() ? torch.relu_(frame.input()) : torch.relu(frame.input());
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    frame.contribute(0, torch.threshold_backward(gradient, frame.output(), zero));
  }
}
