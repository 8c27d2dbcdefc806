package org.convoy.libtorch;

import org.bytedeco.pytorch.Tensor;

/** Sums, products and scales of activations. */
final class ArithmeticOperators {
  private ArithmeticOperators() {}

  record Add() implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input(0).add(frame.input(1));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      frame.contribute(0, gradient);
      frame.contribute(1, gradient);
    }
  }

  /** The second factor may be one number for each channel. */
  record Multiply() implements Operator {
    @Override
    public Tensor forward(Frame frame) {
      return frame.input(0).mul(frame.input(1));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      if (frame.wants(0)) {
        frame.contribute(0, gradient.mul(frame.input(1)));
      }

      if (frame.wants(1)) {
        long[] shape = Shape.of(frame.input(1));
        frame.contribute(1, gradient.mul(frame.input(0)).sum_to_size(shape));
      }
    }
  }

  /** A parameter, the same for each example. */
  static final class LayerScale implements Operator {
    private final Site site;
    private final Parameter scale;

    LayerScale(Site site) {
      this.site = site;
      scale = site.next(site.batch(1));
    }

    @Override
    public Tensor forward(Frame frame) {
      return scale.value().expand(site.batch(frame.examples()));
    }

    @Override
    public void backward(Frame frame, Tensor gradient) {
      if (frame.wantsParameters()) {
        scale.gradient().copy_(gradient.sum_to_size(site.batch(1)));
      }
    }
  }
}
