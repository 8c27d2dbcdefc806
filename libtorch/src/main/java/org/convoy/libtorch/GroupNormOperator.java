package org.convoy.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** Group normalization, in the order of the dimensions. */
final class GroupNormOperator implements Operator {
  private final Operation.GroupNormalization operation;
  private final Parameter weight;
  private final Parameter bias;
  private final long channels;
  private final long pixels;

  GroupNormOperator(Site site, Operation.GroupNormalization operation) {
    this.operation = operation;
    channels = site.channels();
    pixels =
        site.inputShape().stream().skip(1).mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    weight = operation.affine() ? site.next(channels) : null;
    bias = operation.affine() ? site.next(channels) : null;
  }

  @Override
  public Tensor forward(Frame frame) {
    Tensor input = Shape.contiguous(frame.input());
    Tensor[] results =
        Results.of(
            torch.native_group_norm(
                input,
                Parameter.orNone(weight),
                Parameter.orNone(bias),
                frame.examples(),
                channels,
                pixels,
                operation.groups(),
                operation.epsilon()));
    frame.save(input, results[1], results[2]);
    return results[0];
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    boolean wantsParameters = operation.affine() && frame.wantsParameters();
    Tensor[] gradients =
        Results.of(
            torch.native_group_norm_backward(
                Shape.contiguous(gradient),
                frame.saved(0),
                frame.saved(1),
                frame.saved(2),
                Parameter.orNone(weight),
                frame.examples(),
                channels,
                pixels,
                operation.groups(),
                Results.wanted(frame.wants(0), wantsParameters, wantsParameters)));
    Results.write(gradients, weight, bias);
    if (frame.wants(0)) {
      frame.contribute(0, gradients[0]);
    }
  }
}
