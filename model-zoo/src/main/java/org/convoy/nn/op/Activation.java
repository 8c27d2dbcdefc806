package org.convoy.nn.op;

/** A function of each element by itself, with the meaning of PyTorch's module of that name. */
public sealed interface Activation {
  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements Activation {}

  record Tanh() implements Activation {}

  /** {@code min(max(x, 0), 6)}. */
  record ReLU6() implements Activation {}

  /** {@code x} where positive, else {@code negativeSlope * x}. */
  record LeakyReLU(double negativeSlope) implements Activation {}

  /** {@code x} where positive, else {@code alpha * (exp(x) - 1)}. */
  record ELU(double alpha) implements Activation {}

  /** {@code x} times the standard normal distribution function of {@code x}. */
  record GELU() implements Activation {}

  /** {@code 0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))}. */
  record TanhGELU() implements Activation {}

  /** {@code x * sigmoid(x)}. */
  record SiLU() implements Activation {}

  /** {@code x * min(max(x + 3, 0), 6) / 6}. */
  record Hardswish() implements Activation {}

  /** {@code min(max(x + 3, 0), 6) / 6}. */
  record Hardsigmoid() implements Activation {}
}
