package org.convoy.libtorch;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.LocalResponse;

/** Local response normalization, {@code input / (k + alpha * mean)^beta}. */
final class ResponseNormOperator implements Operator {
  private final LocalResponse response;
  private final Scalar k;
  private final Scalar share;
  private final Scalar power;
  private final Scalar slope;
  private final LongOptional sums = new LongOptional(1);

  ResponseNormOperator(LocalResponse response) {
    this.response = response;
    k = new Scalar(response.k());
    share = new Scalar(response.share());
    power = new Scalar(-response.beta());
    slope = new Scalar(-2 * response.beta() * response.share());
  }

  @Override
  public Tensor forward(Frame frame) {
    Tensor input = Shape.planes(frame.input());
    Tensor base =
        windows(input.mul(input), response.before(), response.after()).mul_(share).add_(k);
    Tensor factors = torch.pow(base, power);
    frame.save(base, factors);
    return input.mul(factors).view(Shape.of(frame.input()));
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    Tensor input = Shape.planes(frame.input());
    Tensor direct = Shape.planes(gradient).mul(frame.saved(1));
    // Every window that a channel is in: those of its neighbours, the other way round.
    Tensor through =
        windows(direct.mul(input).div_(frame.saved(0)), response.after(), response.before());
    frame.contribute(0, direct.add_(through.mul_(input).mul_(slope)).view(Shape.of(frame.input())));
  }

  /** Sums over neighbouring channels of [batch, channels, pixels]. */
  private Tensor windows(Tensor planes, int before, int after) {
    return torch.avg_pool2d(
        torch.constant_pad_nd(planes, 0, 0, before, after),
        new long[] {response.size(), 1},
        new long[] {1, 1},
        new long[] {0, 0},
        false,
        true,
        sums);
  }
}
