package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;

/** Hyperbolic tangent, PyTorch's {@code Tanh}. */
public final class Tanh extends ActivationConfiguration {
  @Override
  public String typeName() {
    return "Tanh";
  }

  @Override
  Activation function() {
    return new Activation.Tanh();
  }
}
