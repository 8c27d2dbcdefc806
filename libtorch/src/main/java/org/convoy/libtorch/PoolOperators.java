package org.convoy.libtorch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.convoy.nn.op.AdaptiveWindows;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;

/** Pooling in two dimensions. */
final class PoolOperators {
  private PoolOperators() {}

  private static long[] both(Size2d size) {
    return new long[] {size.height(), size.width()};
  }

  /** Keeps where the maxima were, for itself and for {@link Unpool}. */
  record Maximum(Pooling2d geometry) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      Tensor[] results =
          Results.of(
              torch.max_pool2d_with_indices(
                  frame.input(),
                  both(geometry.kernel()),
                  both(geometry.stride()),
                  both(geometry.padding()),
                  both(geometry.dilation()),
                  geometry.ceilMode()));
      frame.save(results[1]);
      return results[0];
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(
          0,
          torch.max_pool2d_with_indices_backward(
              gradient,
              frame.input(),
              both(geometry.kernel()),
              both(geometry.stride()),
              both(geometry.padding()),
              both(geometry.dilation()),
              geometry.ceilMode(),
              frame.saved(0)));
    }
  }

  /** The maxima's places are those of the node that is the second input. */
  record Unpool(Site site) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      Tensor values = Shape.planes(frame.input());
      long pixels = (long) site.outputShape().get(1) * site.outputShape().get(2);
      return torch
          .zeros(new long[] {values.size(0), values.size(1), pixels}, values.options())
          .scatter_(2, Shape.planes(frame.savedByInput(1, 0)), values)
          .view(site.batch(frame.examples()));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      Tensor places = Shape.planes(frame.savedByInput(1, 0));
      frame.contribute(0, Shape.planes(gradient).gather(2, places).view(Shape.of(frame.input())));
    }
  }

  /** Average pooling with PyTorch's divisors. */
  static final class Average implements Operator {
    private final Pooling2d geometry;
    private final LongOptional divisor;

    Average(Pooling2d geometry) {
      this.geometry = geometry;
      divisor =
          geometry.divisorOverride() == 0
              ? new LongOptional()
              : new LongOptional(geometry.divisorOverride());
    }

    @Override
    public Tensor forward(Frame frame) {
      return torch.avg_pool2d(
          frame.input(),
          both(geometry.kernel()),
          both(geometry.stride()),
          both(geometry.padding()),
          geometry.ceilMode(),
          geometry.countIncludePadding(),
          divisor);
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(
          0,
          torch.avg_pool2d_backward(
              gradient,
              frame.input(),
              both(geometry.kernel()),
              both(geometry.stride()),
              both(geometry.padding()),
              geometry.ceilMode(),
              geometry.countIncludePadding(),
              divisor));
    }
  }

  static Operator adaptive(Site site) {
    Size2d input = new Size2d(site.inputShape().get(1), site.inputShape().get(2));
    Size2d output = new Size2d(site.outputShape().get(1), site.outputShape().get(2));
    if (input.equals(output)) {
      return ShapeOperators.same();
    }

    if (output.area() == 1) {
      return new Mean(new Scalar((double) input.area()));
    }

    if (input.height() % output.height() != 0 || input.width() % output.width() != 0) {
      return new Windows(AdaptiveWindows.matrix(input, output), site);
    }

    Size2d window = new Size2d(input.height() / output.height(), input.width() / output.width());
    return new Average(
        new Pooling2d(window, window, new Size2d(0, 0), new Size2d(1, 1), false, true, 0));
  }

  /** Of all pixels. */
  private record Mean(Scalar pixels) implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return torch.mean(frame.input(), new long[] {2, 3}, true, new ScalarTypeOptional());
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, gradient.div(pixels).expand_as(frame.input()));
    }
  }

  /** Windows of several sizes: a product with a matrix, [pixels in, pixels out]. */
  private static final class Windows implements Operator {
    private final Site site;
    private final Tensor matrix;

    Windows(double[][] weights, Site site) {
      this.site = site;
      int columns = weights[0].length;
      matrix = torch.empty(weights.length, columns);
      try (FloatPointer memory = matrix.data_ptr_float()) {
        for (int i = 0; i < weights.length * columns; i++) {
          memory.put(i, (float) weights[i / columns][i % columns]);
        }
      }
    }

    @Override
    public Tensor forward(Frame frame) {
      return torch.matmul(Shape.planes(frame.input()), matrix).view(site.batch(frame.examples()));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(
          0, torch.matmul(Shape.planes(gradient), matrix.t()).view(Shape.of(frame.input())));
    }
  }
}
