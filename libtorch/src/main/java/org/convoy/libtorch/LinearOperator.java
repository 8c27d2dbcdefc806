package org.convoy.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** A linear map of the last dimension. */
final class LinearOperator implements Operator {
  private final long inputs;
  private final long outputs;
  private final Parameter weight;
  private final Parameter bias;

  LinearOperator(Site site, Operation.Linear operation) {
    inputs = site.inputShape().get(site.inputShape().size() - 1);
    outputs = site.outputShape().get(site.outputShape().size() - 1);
    weight = site.next(outputs, inputs);
    bias = operation.bias() ? site.next(outputs) : null;
  }

  @Override
  public Tensor forward(Frame frame) {
    return torch.linear(frame.input(), weight.value(), Parameter.orNone(bias));
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor rows = gradient.reshape(-1, outputs);
    if (frame.wantsParameters()) {
      torch.mm_out(weight.gradient(), rows.t(), frame.input().reshape(-1, inputs));
      if (bias != null) {
        torch.sum_out(bias.gradient(), rows, 0);
      }
    }

    if (frame.wants(0)) {
      frame.contribute(0, torch.mm(rows, weight.value()).view(Shape.of(frame.input())));
    }
  }
}
