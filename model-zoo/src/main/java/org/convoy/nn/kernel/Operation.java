package org.convoy.nn.kernel;

/** What a node of a network computes, with the meaning of PyTorch's module of that name. */
public sealed interface Operation {
  /** Parameters: weight [out, in / groups, kernel size…], then bias [out]. */
  record Convolution(ConvolutionGeometry geometry, boolean bias) implements Operation {}

  /** Parameters: weight [out, in], then bias [out]. */
  record Linear(boolean bias) implements Operation {}

  /** Parameters, each [channels]: weight, bias, running mean, running variance. */
  record BatchNormalization(double epsilon, double momentum) implements Operation {}

  /** The element-wise sum of two inputs. */
  record Add() implements Operation {}

  /** Every stride-th row and column, with zero channels before and after the input's. */
  record ZeroPadShortcut(int stride, int channelsBefore) implements Operation {}

  /** Element-wise maximum with zero. */
  record Rectifier() implements Operation {}

  record MaxPool(Pooling2d geometry) implements Operation {}

  /**
   * Puts the values of the first input where the second one, a node of max pooling, found its
   * maxima.
   */
  record MaxUnpool() implements Operation {}

  record AveragePool(Pooling2d geometry) implements Operation {}

  /** Average pooling to the node's output size. */
  record AdaptiveAveragePool() implements Operation {}

  /** [channels, height, width] to [features]. */
  record Flatten() implements Operation {}

  /** In training zeroes each value with this probability and scales the others up. */
  record Dropout(double probability) implements Operation {}
}
