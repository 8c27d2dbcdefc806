package org.convoy.libtorch;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** Layer normalization of one dimension, which is moved to the end. */
final class LayerNormOperator implements Operator {
  private final Operation.LayerNormalization operation;
  private final long[] length;
  private final long[] toEnd;
  private final long[] back;
  private final Parameter weight;
  private final Parameter bias;

  LayerNormOperator(Site site, Operation.LayerNormalization operation) {
    this.operation = operation;
    int rank = site.inputShape().size() + 1;
    int dimension = operation.dimension();
    length = new long[] {site.inputShape().get(dimension - 1)};
    toEnd =
        LongStream.concat(
                LongStream.range(0, rank).filter(i -> i != dimension), LongStream.of(dimension))
            .toArray();
    back = IntStream.range(0, rank).mapToLong(this::placeAtEnd).toArray();
    weight = operation.affine() ? site.next(length) : null;
    bias = operation.affine() ? site.next(length) : null;
  }

  private long placeAtEnd(int dimension) {
    return IntStream.range(0, toEnd.length)
        .filter(i -> toEnd[i] == dimension)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public Tensor forward(Frame frame) {
    Tensor rows = Shape.contiguous(frame.input().permute(toEnd));
    Tensor[] results =
        Results.of(
            torch.native_layer_norm(
                rows,
                length,
                Parameter.orNone(weight),
                Parameter.orNone(bias),
                operation.epsilon()));
    frame.save(rows, results[1], results[2]);
    return results[0].permute(back);
  }

  @Override
  public void backward(Frame frame, Tensor gradient) {
    boolean wantsParameters = operation.affine() && frame.wantsParameters();
    Tensor[] gradients =
        Results.of(
            torch.native_layer_norm_backward(
                Shape.contiguous(gradient.permute(toEnd)),
                frame.saved(0),
                length,
                frame.saved(1),
                frame.saved(2),
                Parameter.orNone(weight),
                Parameter.orNone(bias),
                Results.wanted(frame.wants(0), wantsParameters, wantsParameters)));
    Results.write(gradients, weight, bias);
    if (frame.wants(0)) {
      frame.contribute(0, gradients[0].permute(back));
    }
  }
}
