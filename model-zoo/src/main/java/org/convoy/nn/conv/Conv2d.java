package org.convoy.nn.conv;

import org.convoy.nn.op.Convolution2d;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two-dimensional convolution, PyTorch's {@code Conv2d}: [channels, height, width] to [outChannels,
 * oh, ow] with
 *
 * <pre>oh = floor((height + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1</pre>
 *
 * and ow likewise. Parameters: weight [outChannels, channels / groups, kh, kw], bias [outChannels].
 */
public final class Conv2d extends ConvolutionConfiguration {
  /** For JSON. */
  private Conv2d() {}

  private Conv2d(Builder builder) {
    super(builder);
  }

  /** A convolution with a square kernel. */
  public static Builder builder(int outChannels, int kernelSize) {
    return builder(outChannels, kernelSize, kernelSize);
  }

  /** A convolution with a kernel of this height and width. */
  public static Builder builder(int outChannels, int kernelHeight, int kernelWidth) {
    return new Builder(outChannels, kernelHeight, kernelWidth);
  }

  @Override
  public Convolution2d geometry() {
    return Convolution2d.of(axes().get(0), axes().get(1), groups(), paddingMode());
  }

  @Override
  void forward(ConvolutionArrays operands, INDArray output) {
    Nd4jConvolution.forward(geometry(), operands, output);
  }

  @Override
  void backward(ConvolutionArrays operands, INDArray outputGradient, ConvolutionArrays gradients) {
    Nd4jConvolution.backward(geometry(), operands, outputGradient, gradients);
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder extends ConvolutionBuilder<Builder> {
    private Builder(int outChannels, int kernelHeight, int kernelWidth) {
      super(outChannels, kernelHeight, kernelWidth);
    }

    @Override
    Builder self() {
      return this;
    }

    public Builder stride(int height, int width) {
      return strides(height, width);
    }

    /** Padding above and below, and at the left and right. */
    public Builder padding(int height, int width) {
      return paddings(height, width);
    }

    public Builder dilation(int height, int width) {
      return dilations(height, width);
    }

    /**
     * Makes the layer.
     *
     * @throws IllegalArgumentException if outChannels is no multiple of groups, or if the padding
     *     is "same" and the stride not 1
     */
    @Override
    public Conv2d build() {
      return new Conv2d(this);
    }
  }
}
