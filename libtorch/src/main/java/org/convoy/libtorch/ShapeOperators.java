package org.convoy.libtorch;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.Operation;

/** Operations that move values and compute nothing. */
final class ShapeOperators {
  private ShapeOperators() {}

  /** The input itself. */
  static Operator same() {
    return new Same();
  }

  private record Same() implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input();
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, gradient);
    }
  }

  record Flatten(Site site) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input().reshape(site.batch(frame.examples()));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, gradient.reshape(Shape.of(frame.input())));
    }
  }

  record Concat() implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      Tensor[] inputs =
          IntStream.range(0, frame.inputs()).mapToObj(frame::input).toArray(Tensor[]::new);
      return torch.cat(new TensorVector(inputs), 1);
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      long start = 0;
      for (int i = 0; i < frame.inputs(); i++) {
        long channels = frame.input(i).size(1);
        if (frame.wants(i)) {
          frame.contribute(i, gradient.narrow(1, start, channels));
        }

        start += channels;
      }
    }
  }

  record ChannelSlice(Site site, Operation.ChannelSlice operation) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input().narrow(1, operation.first(), site.outputShape().get(0));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      Tensor all = Shape.zeros(frame.input());
      all.narrow(1, operation.first(), site.outputShape().get(0)).copy_(gradient);
      frame.contribute(0, all);
    }
  }

  record ChannelShuffle(int groups) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return shuffled(frame.input(), groups);
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, shuffled(gradient, gradient.size(1) / groups));
    }

    private static Tensor shuffled(Tensor tensor, long rows) {
      long[] shape = Shape.of(tensor);
      return tensor.reshape(shape[0], rows, shape[1] / rows, -1).transpose(1, 2).reshape(shape);
    }
  }

  static Operator permute(List<Integer> dimensions) {
    long[] forward = dimensions.stream().mapToLong(Integer::longValue).toArray();
    long[] back = new long[forward.length];
    for (int i = 0; i < forward.length; i++) {
      back[(int) forward[i]] = i;
    }

    return new Permute(forward, back);
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Permute(long[] dimensions, long[] back) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input().permute(dimensions);
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, gradient.permute(back));
    }
  }

  /** Some rows and columns, with zero channels around. */
  static final class Shortcut implements Operator {
    private final Site site;
    private final Operation.ZeroPadShortcut operation;
    private final LongOptional end = new LongOptional();

    Shortcut(Site site, Operation.ZeroPadShortcut operation) {
      this.site = site;
      this.operation = operation;
    }

    @Override
    public Tensor forward(Frame frame) {
      long before = operation.channelsBefore();
      long after = site.outputShape().get(0) - site.channels() - before;
      return torch.constant_pad_nd(some(frame.input()), 0, 0, 0, 0, before, after);
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      Tensor all = Shape.zeros(frame.input());
      some(all).copy_(gradient.narrow(1, operation.channelsBefore(), site.channels()));
      frame.contribute(0, all);
    }

    private Tensor some(Tensor tensor) {
      return tensor.slice(2, end, end, operation.stride()).slice(3, end, end, operation.stride());
    }
  }
}
