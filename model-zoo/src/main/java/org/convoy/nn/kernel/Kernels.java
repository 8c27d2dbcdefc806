package org.convoy.nn.kernel;

import java.util.List;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.Convolution2d;
import org.convoy.nn.op.Convolution3d;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Pooling2d;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward arithmetic of the layers. See the package description for the contract on
 * arrays. Backward methods take the gradient of the loss by the output and write the gradients by
 * the inputs; a gradient array that is null is not wanted.
 */
public interface Kernels {
  /** A short name for logs and settings. */
  String name();

  /**
   * Convolution.
   *
   * @param input [n, in, h, w]
   * @param weight [out, in / groups, kh, kw]
   * @param bias [out] or null
   * @param output [n, out, oh, ow]
   */
  void conv2d(
      Convolution2d geometry, INDArray input, INDArray weight, INDArray bias, INDArray output);

  /** Gradients of {@link #conv2d}; {@code inputGradient} and {@code biasGradient} may be null. */
  void conv2dBackward(
      Convolution2d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /**
   * Three-dimensional convolution.
   *
   * @param input [n, in, d, h, w]
   * @param weight [out, in / groups, kd, kh, kw]
   * @param bias [out] or null
   * @param output [n, out, od, oh, ow]
   */
  void conv3d(
      Convolution3d geometry, INDArray input, INDArray weight, INDArray bias, INDArray output);

  /** Gradients of {@link #conv3d}; {@code inputGradient} and {@code biasGradient} may be null. */
  void conv3dBackward(
      Convolution3d geometry,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /**
   * Fully connected layer: {@code output = input · weightᵀ + bias}.
   *
   * @param input [n, in]
   * @param weight [out, in]
   * @param bias [out] or null
   * @param output [n, out]
   */
  void linear(INDArray input, INDArray weight, INDArray bias, INDArray output);

  /** Gradients of {@link #linear}; {@code inputGradient} and {@code biasGradient} may be null. */
  void linearBackward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /** Max pooling, [n, c, h, w] to [n, c, oh, ow]. */
  void maxPool2d(Pooling2d geometry, INDArray input, INDArray output);

  /** Gradient of {@link #maxPool2d}: goes to the first maximum of each window. */
  void maxPool2dBackward(
      Pooling2d geometry, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /**
   * Where {@link #maxPool2d} found each maximum, counted row by row in the input's plane; the first
   * of equals.
   *
   * @param indices [n, c, oh, ow], whole numbers of 64 bits
   */
  void maxPool2dIndices(Pooling2d geometry, INDArray input, INDArray indices);

  /**
   * Writes each value at its index in the output's plane, zeros elsewhere; of several values for
   * one place the last one row by row.
   *
   * @param indices as {@link #maxPool2dIndices} gives them; of the input's shape
   * @throws IllegalArgumentException if an index is not in the output's plane
   */
  void maxUnpool2d(INDArray input, INDArray indices, INDArray output);

  /** Gradient of {@link #maxUnpool2d}. */
  void maxUnpool2dBackward(INDArray indices, INDArray outputGradient, INDArray inputGradient);

  /** Average pooling, [n, c, h, w] to [n, c, oh, ow]; dilation must be 1. */
  void avgPool2d(Pooling2d geometry, INDArray input, INDArray output);

  /** Gradient of {@link #avgPool2d}. */
  void avgPool2dBackward(
      Pooling2d geometry, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** {@code output = max(input, 0)}, any shape. */
  void relu(INDArray input, INDArray output);

  /** Gradient of {@link #relu}; {@code forward} is its input or its output, the same either way. */
  void reluBackward(INDArray forward, INDArray outputGradient, INDArray inputGradient);

  /** An element-wise function, any shape. */
  void activation(Activation function, INDArray input, INDArray output);

  /** Gradient of {@link #activation}. */
  void activationBackward(
      Activation function, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /**
   * The input where it is positive, else the input times the weight.
   *
   * @param input [n, c, ...]
   * @param weight [c], or [1] for all channels
   * @param output as the input
   */
  void prelu(INDArray input, INDArray weight, INDArray output);

  /** Gradients of {@link #prelu}. */
  void preluBackward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient);

  /** Softmax along a dimension, where 0 is the batch. */
  void softmax(int dimension, INDArray input, INDArray output);

  /** Gradient of {@link #softmax}. */
  void softmaxBackward(
      int dimension, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** Pools into {@code output}'s height and width by PyTorch's windows; see AdaptiveAvgPool2d. */
  void adaptiveAvgPool2d(INDArray input, INDArray output);

  /** Gradient of {@link #adaptiveAvgPool2d}. */
  void adaptiveAvgPool2dBackward(INDArray outputGradient, INDArray inputGradient);

  /**
   * Mean and biased variance of each channel.
   *
   * @param input [n, c, h, w]
   * @param mean [c]
   * @param variance [c]
   */
  void channelStatistics(INDArray input, INDArray mean, INDArray variance);

  /**
   * Normalization: {@code output = (input - mean) / sqrt(variance + eps) * weight + bias}.
   *
   * @param input [n, c, h, w]
   * @param mean [c], as the three others
   * @param weight null for ones, with {@code bias} null for zeros
   * @param output [n, c, h, w]
   */
  void batchNorm2d(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray bias,
      INDArray output);

  /**
   * Gradients of {@link #batchNorm2d} where mean and variance are those of the input, by {@link
   * #channelStatistics}; those by weight and bias are null where these are.
   */
  void batchNorm2dBackward(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /** As {@link #batchNorm2dBackward} where mean and variance are constants. */
  void frozenBatchNorm2dBackward(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /**
   * Normalization of each example's groups of neighbouring channels, then weight and bias of each
   * channel.
   *
   * @param input [n, c, ...]
   * @param weight [c] or null, as the bias
   * @param output as the input
   */
  void groupNorm(
      int groups, double eps, INDArray input, INDArray weight, INDArray bias, INDArray output);

  /** Gradients of {@link #groupNorm}; those by weight and bias are null where these are. */
  void groupNormBackward(
      int groups,
      double eps,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient);

  /** Local response normalization over the channels of [n, c, ...]. */
  void localResponseNorm(LocalResponse response, INDArray input, INDArray output);

  /** Gradient of {@link #localResponseNorm}. */
  void localResponseNormBackward(
      LocalResponse response, INDArray input, INDArray outputGradient, INDArray inputGradient);

  /** {@code output = left + right}, all of the same shape. */
  void add(INDArray left, INDArray right, INDArray output);

  /** The channels (dimension 1) of all inputs one after the other; other dimensions are equal. */
  void concat(List<INDArray> inputs, INDArray output);

  /** Gradients of {@link #concat}: the parts of the output's gradient. */
  void concatBackward(INDArray outputGradient, List<INDArray> inputGradients);

  /**
   * Every stride-th row and column of the input; its channels start at {@code channelsBefore} in
   * the output, the other channels are zero.
   */
  void zeroPadShortcut(int stride, int channelsBefore, INDArray input, INDArray output);

  /** Gradient of {@link #zeroPadShortcut}. */
  void zeroPadShortcutBackward(
      int stride, int channelsBefore, INDArray outputGradient, INDArray inputGradient);
}
