package org.convoy.nn.activation;

import org.convoy.nn.op.Activation;

/** {@code x * sigmoid(x)}, PyTorch's {@code SiLU}, also called swish; Ramachandran et al. 2017. */
public final class SiLU extends ActivationConfiguration {
  @Override
  public String typeName() {
    return "SiLU";
  }

  @Override
  Activation function() {
    return new Activation.SiLU();
  }
}
