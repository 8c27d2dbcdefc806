package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.spatialSize;

import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Average pooling, PyTorch's {@code AvgPool2d}; output sizes are those of {@link MaxPool2d}. What a
 * window sees beyond the padding, in ceil mode, does not count in the divisor.
 */
public final class AvgPool2d extends PoolingConfiguration {
  private boolean countIncludePadding;
  private int divisorOverride;

  /** For JSON. */
  private AvgPool2d() {}

  private AvgPool2d(Builder builder) {
    super(builder);
    countIncludePadding = builder.countIncludePadding;
    divisorOverride = builder.divisorOverride;
  }

  /** Square windows side by side: the stride is the kernel size unless set. */
  public static Builder builder(int kernelSize) {
    return builder(kernelSize, kernelSize);
  }

  /** Windows of this height and width, side by side. */
  public static Builder builder(int kernelHeight, int kernelWidth) {
    return new Builder(kernelHeight, kernelWidth);
  }

  @Override
  public Pooling2d geometry() {
    return new Pooling2d(
        Size2d.of(kernelSize),
        Size2d.of(stride),
        Size2d.of(padding),
        new Size2d(1, 1),
        ceilMode,
        countIncludePadding,
        divisorOverride);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.AveragePool(geometry()));
  }

  @Override
  protected Arithmetic arithmetic() {
    Windows windows = new Windows(geometry());
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        windows.pool("avgpool2d", windows.padded(input, 0), output);
        INDArray scale = scale(windows.geometry(), input, output);
        if (scale != null) {
          output.muli(scale);
        }
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray padded = windows.padded(input, 0);
        INDArray paddedGradient = padded == input ? inputGradient : padded.ulike();
        INDArray scale = scale(windows.geometry(), input, outputGradient);
        INDArray scaled = scale == null ? outputGradient : outputGradient.mul(scale);
        windows.poolBackward("avgpool2d_bp", padded, scaled, paddedGradient);
        windows.crop(paddedGradient, inputGradient);
      }
    };
  }

  /** Kernel size over divisor for each output position, [1, 1, oh, ow]; null if all are 1. */
  private static INDArray scale(Pooling2d geometry, INDArray input, INDArray output) {
    Size2d outputSize = spatialSize(output);
    double[] scale = new double[outputSize.area()];
    boolean trivial = true;
    for (int position = 0; position < scale.length; position++) {
      int divisor =
          geometry.divisor(
              spatialSize(input), position / outputSize.width(), position % outputSize.width());
      trivial &= divisor == geometry.kernel().area();
      scale[position] = (double) geometry.kernel().area() / divisor;
    }

    return trivial
        ? null
        : Nd4j.createFromArray(scale)
            .castTo(output.dataType())
            .reshape(1, 1, outputSize.height(), outputSize.width());
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder extends PoolingBuilder<Builder> implements LayerBuilder {
    private boolean countIncludePadding = true;
    private int divisorOverride;

    private Builder(int kernelHeight, int kernelWidth) {
      super(kernelHeight, kernelWidth);
    }

    @Override
    Builder self() {
      return this;
    }

    /** Padding zeros do not count in the divisor (PyTorch: {@code count_include_pad=False}). */
    public Builder countWithoutPadding() {
      countIncludePadding = false;
      return this;
    }

    /** Divides every window's sum by this instead of by its size. */
    public Builder divisorOverride(int value) {
      if (value == 0) {
        throw new IllegalArgumentException("divisorOverride must not be 0");
      }

      divisorOverride = value;
      return this;
    }

    /** Rounds the output size up; the last windows may reach over the edge. */
    public Builder ceilMode() {
      ceilMode = true;
      return this;
    }

    @Override
    public AvgPool2d build() {
      return new AvgPool2d(this);
    }
  }
}
