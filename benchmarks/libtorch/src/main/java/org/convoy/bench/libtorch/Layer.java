package org.convoy.bench.libtorch;

import org.bytedeco.pytorch.Tensor;

/** A differentiable function of one tensor, with or without parameters. */
@FunctionalInterface
interface Layer {
  Tensor forward(Tensor input);

  /** Returns the layer that applies the given layers one after the other. */
  static Layer sequence(Layer... layers) {
    return input -> {
      Tensor output = input;

      for (Layer layer : layers) {
        output = layer.forward(output);
      }

      return output;
    };
  }
}
