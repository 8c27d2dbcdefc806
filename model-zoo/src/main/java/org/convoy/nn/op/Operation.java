package org.convoy.nn.op;

import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** What a node of a network computes, with the meaning of PyTorch's module of that name. */
public sealed interface Operation {
  /** Calls the visitor's method for this kind of operation. */
  <R> R accept(Visitor<R> visitor);

  /** What an execution makes of each operation: one that lacks any does not compile. */
  interface Visitor<R> {
    R convolution(Convolution operation);

    R linear(Linear operation);

    R batchNormalization(BatchNormalization operation);

    R groupNormalization(GroupNormalization operation);

    R localResponseNormalization(LocalResponseNormalization operation);

    R add(Add operation);

    R concat(Concat operation);

    R zeroPadShortcut(ZeroPadShortcut operation);

    R rectifier(Rectifier operation);

    R elementwise(Elementwise operation);

    R parametricRectifier(ParametricRectifier operation);

    R randomizedRectifier(RandomizedRectifier operation);

    R softmax(Softmax operation);

    R maxPool(MaxPool operation);

    R maxUnpool(MaxUnpool operation);

    R averagePool(AveragePool operation);

    R adaptiveAveragePool(AdaptiveAveragePool operation);

    R flatten(Flatten operation);

    R dropout(Dropout operation);

    R channelDropout(ChannelDropout operation);
  }

  /** Parameters: weight [out, in / groups, kernel size…], then bias [out]. */
  record Convolution(ConvolutionGeometry geometry, boolean bias) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.convolution(this);
    }
  }

  /** Parameters: weight [out, in], then bias [out]. */
  record Linear(boolean bias) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.linear(this);
    }
  }

  /**
   * Parameters, each [channels]: weight and bias if it is affine; running mean and running variance
   * if it tracks them, and then, without a momentum, the number of batches they average.
   */
  record BatchNormalization(
      double epsilon, OptionalDouble momentum, boolean affine, boolean tracksStatistics)
      implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.batchNormalization(this);
    }
  }

  /** Parameters, each [channels]: weight and bias if it is affine. */
  record GroupNormalization(int groups, double epsilon, boolean affine) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.groupNormalization(this);
    }
  }

  record LocalResponseNormalization(LocalResponse response) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.localResponseNormalization(this);
    }
  }

  /** The element-wise sum of two inputs. */
  record Add() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.add(this);
    }
  }

  /** The channels of all inputs one after the other. */
  record Concat() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.concat(this);
    }
  }

  /** Every stride-th row and column, with zero channels before and after the input's. */
  record ZeroPadShortcut(int stride, int channelsBefore) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.zeroPadShortcut(this);
    }
  }

  /** Element-wise maximum with zero. */
  record Rectifier() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rectifier(this);
    }
  }

  /** An element-wise function. */
  record Elementwise(Activation function) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.elementwise(this);
    }
  }

  /** Parameters: the slope below zero, [slopes], which are 1 or the number of channels. */
  record ParametricRectifier(int slopes) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.parametricRectifier(this);
    }
  }

  /** A slope below zero that is drawn for each value in training and their mean in evaluation. */
  record RandomizedRectifier(double lower, double upper) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.randomizedRectifier(this);
    }

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
  record Softmax(int dimension) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.softmax(this);
    }
  }

  record MaxPool(Pooling2d geometry) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxPool(this);
    }
  }

  /**
   * Puts the values of the first input where the second one, a node of max pooling, found its
   * maxima.
   */
  record MaxUnpool() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.maxUnpool(this);
    }
  }

  record AveragePool(Pooling2d geometry) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.averagePool(this);
    }
  }

  /** Average pooling to the node's output size. */
  record AdaptiveAveragePool() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.adaptiveAveragePool(this);
    }
  }

  /** [channels, height, width] to [features]. */
  record Flatten() implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.flatten(this);
    }
  }

  /** In training zeroes each value with this probability and scales the others up. */
  record Dropout(double probability) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.dropout(this);
    }

    /** The factor of the next value. */
    public double draw(SplittableRandom random) {
      return random.nextDouble() < probability ? 0 : 1 / (1 - probability);
    }
  }

  /** As {@link Dropout}, with one factor for all of a channel of an example. */
  record ChannelDropout(Dropout dropout) implements Operation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.channelDropout(this);
    }
  }
}
