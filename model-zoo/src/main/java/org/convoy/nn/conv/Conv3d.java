package org.convoy.nn.conv;

import org.convoy.nn.op.Convolution3d;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Three-dimensional convolution, PyTorch's {@code Conv3d}: [channels, depth, height, width] to
 * [outChannels, od, oh, ow], each by the formula of {@link Conv2d}. Parameters: weight
 * [outChannels, channels / groups, kd, kh, kw], bias [outChannels].
 */
public final class Conv3d extends ConvolutionConfiguration {
  /** For JSON. */
  private Conv3d() {}

  private Conv3d(Builder builder) {
    super(builder);
  }

  /** A convolution with a cubic kernel. */
  public static Builder builder(int outChannels, int kernelSize) {
    return builder(outChannels, kernelSize, kernelSize, kernelSize);
  }

  /** A convolution with a kernel of this depth, height and width. */
  public static Builder builder(
      int outChannels, int kernelDepth, int kernelHeight, int kernelWidth) {
    return new Builder(outChannels, kernelDepth, kernelHeight, kernelWidth);
  }

  @Override
  public Convolution3d geometry() {
    return new Convolution3d(axes(), groups(), paddingMode());
  }

  @Override
  void forward(ConvolutionArrays operands, INDArray output) {
    Nd4jConvolution3d.forward(geometry(), operands, output);
  }

  @Override
  void backward(ConvolutionArrays operands, INDArray outputGradient, ConvolutionArrays gradients) {
    Nd4jConvolution3d.backward(geometry(), operands, outputGradient, gradients);
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder extends ConvolutionBuilder<Builder> {
    private Builder(int outChannels, int kernelDepth, int kernelHeight, int kernelWidth) {
      super(outChannels, kernelDepth, kernelHeight, kernelWidth);
    }

    @Override
    Builder self() {
      return this;
    }

    public Builder stride(int depth, int height, int width) {
      return strides(depth, height, width);
    }

    /** Padding on both sides of each axis. */
    public Builder padding(int depth, int height, int width) {
      return paddings(depth, height, width);
    }

    public Builder dilation(int depth, int height, int width) {
      return dilations(depth, height, width);
    }

    /**
     * Makes the layer.
     *
     * @throws IllegalArgumentException if outChannels is no multiple of groups, or if the padding
     *     is "same" and the stride not 1
     */
    @Override
    public Conv3d build() {
      return new Conv3d(this);
    }
  }
}
