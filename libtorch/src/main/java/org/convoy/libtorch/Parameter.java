package org.convoy.libtorch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/**
 * A tensor of a layer as views of the flat vectors, which live as long as the network.
 *
 * @param value what passes compute with
 * @param gradient where the gradient goes
 * @param optional the value, as operators take what a layer may lack
 */
record Parameter(Tensor value, Tensor gradient, TensorOptional optional) {
  /** For operators: nothing. */
  static final TensorOptional NONE = lasting();

  private static TensorOptional lasting() {
    TensorOptional none = new TensorOptional();
    none.retainReference();
    return none;
  }

  static TensorOptional orNone(Parameter parameter) {
    return parameter == null ? NONE : parameter.optional;
  }
}
