package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;

/** Logistic function {@code 1 / (1 + exp(-x))}, PyTorch's {@code Sigmoid}. */
public final class Sigmoid extends ActivationConfiguration {
  @Override
  public String typeName() {
    return "Sigmoid";
  }

  @Override
  Activation function() {
    return new Activation.Sigmoid();
  }
}
