package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;

/** {@code x * relu6(x + 3) / 6}, PyTorch's {@code Hardswish}; Howard et al. 2019. */
public final class Hardswish extends ActivationConfiguration {
  @Override
  public String typeName() {
    return "Hardswish";
  }

  @Override
  Activation function() {
    return new Activation.Hardswish();
  }
}
