package org.convoy.nn.op;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What a node of a network computes, with the meaning of PyTorch's module of that name. */
public sealed interface Operation {
  /** Parameters: weight [out, in / groups, kernel size…], then bias [out]. */
  record Convolution(ConvolutionGeometry geometry, boolean bias) implements Operation {}

  /** Parameters: weight [out, in], then bias [out]. */
  record Linear(boolean bias) implements Operation {}

  /**
   * Parameters, each [channels]: weight and bias if it is affine; running mean and running variance
   * if it tracks them, and then, without a momentum, the number of batches they average.
   */
  record BatchNormalization(
      double epsilon, OptionalDouble momentum, boolean affine, boolean tracksStatistics)
      implements Operation {}

  /** Parameters, each [channels]: weight and bias if it is affine. */
  record GroupNormalization(int groups, double epsilon, boolean affine) implements Operation {}

  /**
   * Along one dimension, where 0 is the batch. Parameters, each [length of the dimension]: weight
   * and bias if it is affine.
   */
  record LayerNormalization(int dimension, double epsilon, boolean affine) implements Operation {}

  record LocalResponseNormalization(LocalResponse response) implements Operation {}

  /** The element-wise sum of two inputs. */
  record Add() implements Operation {}

  /** The element-wise product of two inputs; the second may have one number for each channel. */
  record Multiply() implements Operation {}

  /**
   * Its parameter, the scale [channels, 1, 1], for each example, whatever the input. It comes
   * before what it scales, as in the state dict.
   */
  record LayerScale() implements Operation {}

  /** The channels of all inputs one after the other. */
  record Concat() implements Operation {}

  /** As many channels of the input as the output has, from this one on. */
  record ChannelSlice(int first) implements Operation {}

  /** [groups, channels / groups, …] to [channels / groups, groups, …], of each pixel. */
  record ChannelShuffle(int groups) implements Operation {}

  /**
   * The dimensions in another order.
   *
   * @param dimensions of the batch, which stays the first
   */
  record Permute(List<Integer> dimensions) implements Operation {
    public Permute {
      dimensions = List.copyOf(dimensions);
    }
  }

  /** Every stride-th row and column, with zero channels before and after the input's. */
  record ZeroPadShortcut(int stride, int channelsBefore) implements Operation {}

  /** Element-wise maximum with zero. */
  record Rectifier() implements Operation {}

  /** An element-wise function. */
  record Elementwise(Activation function) implements Operation {}

  /** Parameters: the slope below zero, [slopes], which are 1 or the number of channels. */
  record ParametricRectifier(int slopes) implements Operation {}

  /** A slope below zero that is drawn for each value in training and their mean in evaluation. */
  record RandomizedRectifier(double lower, double upper) implements Operation {
    /** The slope of the next value, positive values included. */
    public double draw(SplittableRandom random) {
      return lower + (upper - lower) * random.nextDouble();
    }

    /** What it does in evaluation. */
    public Activation.LeakyReLU expected() {
      return new Activation.LeakyReLU((lower + upper) / 2);
    }
  }

  /** Along a dimension, where 0 is the batch. */
  record Softmax(int dimension) implements Operation {}

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
  record Dropout(double probability) implements Operation {
    /** The factor of the next value. */
    public double draw(SplittableRandom random) {
      return random.nextDouble() < probability ? 0 : 1 / (1 - probability);
    }
  }

  /** As {@link Dropout}, with one factor for all of a channel of an example. */
  record ChannelDropout(Dropout dropout) implements Operation {}

  /** As {@link Dropout}, with one factor for all of an example. */
  record ExampleDropout(Dropout dropout) implements Operation {}
}
