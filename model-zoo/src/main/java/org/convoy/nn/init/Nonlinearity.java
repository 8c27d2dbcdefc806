package org.convoy.nn.init;

/** What follows a layer, as far as initialization is concerned; PyTorch's calculate_gain. */
public enum Nonlinearity {
  LINEAR(1),
  SIGMOID(1),
  TANH(5.0 / 3),
  RELU(Math.sqrt(2)),
  /** With the slope 0.01. */
  LEAKY_RELU(leakyReluGain(0.01)),
  SELU(0.75);

  private final double gain;

  Nonlinearity(double gain) {
    this.gain = gain;
  }

  /** By how much larger weights must be than before a linear function. */
  public double gain() {
    return gain;
  }

  /** The gain of a leaky ReLU with this slope below 0. */
  public static double leakyReluGain(double negativeSlope) {
    return Math.sqrt(2 / (1 + negativeSlope * negativeSlope));
  }
}
