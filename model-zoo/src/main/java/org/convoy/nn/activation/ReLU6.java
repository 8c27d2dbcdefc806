package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;

/** {@code min(max(x, 0), 6)}, PyTorch's {@code ReLU6}; its gradient is zero at both bounds. */
public final class ReLU6 extends ActivationConfiguration {
  @Override
  public String typeName() {
    return "ReLU6";
  }

  @Override
  Activation function() {
    return new Activation.ReLU6();
  }
}
