package org.convoy.nn.init;

/** Which connections Kaiming initialization counts. */
public enum FanMode {
  /** Inputs to one output: keeps the variance of activations in the forward pass. */
  FAN_IN,
  /** Outputs of one input: keeps the variance of gradients in the backward pass. */
  FAN_OUT
}
