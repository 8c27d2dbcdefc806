package org.convoy.libtorch;

import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Softmax.
 *
 * @param dimension of the batch, which is 0
 */
record SoftmaxOperator(int dimension) implements Operator {
  @Override
  public Tensor forward(Frame frame) {
    return torch.softmax(frame.input(), dimension);
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor sums =
        gradient.mul(frame.output()).sum(new long[] {dimension}, true, new ScalarTypeOptional());
    frame.contribute(0, gradient.sub(sums).mul_(frame.output()));
  }
}
