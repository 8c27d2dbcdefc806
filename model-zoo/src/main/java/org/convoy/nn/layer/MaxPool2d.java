package org.convoy.nn.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.kernel.Operation;
import org.convoy.nn.kernel.Pooling2d;
import org.convoy.nn.kernel.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Max pooling, PyTorch's {@code MaxPool2d}; padding is never the maximum. */
public final class MaxPool2d extends StatelessConfiguration {
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private int[] dilation;
  private boolean ceilMode;

  /** For JSON. */
  private MaxPool2d() {}

  private MaxPool2d(Builder builder) {
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    dilation = builder.dilation;
    ceilMode = builder.ceilMode;
    if (2 * padding[0] > kernelSize[0] || 2 * padding[1] > kernelSize[1]) {
      throw new IllegalArgumentException(
          "padding must be at most half the kernel size, got "
              + Arrays.toString(padding)
              + " for "
              + Arrays.toString(kernelSize));
    }
  }

  /** Square windows side by side: the stride is the kernel size unless set. */
  public static Builder builder(int kernelSize) {
    return new Builder(kernelSize);
  }

  /** The geometry for the kernels. */
  public Pooling2d geometry() {
    return new Pooling2d(
        Size2d.of(kernelSize),
        Size2d.of(stride),
        Size2d.of(padding),
        Size2d.of(dilation),
        ceilMode,
        true,
        0);
  }

  @Override
  public String typeName() {
    return "MaxPool2d";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.MaxPool(geometry()));
  }

  @Override
  public List<Integer> outputShape() {
    Size2d size = geometry().outputSize(Shapes.imageSize(layerName, inputShape()));
    return List.of(inputShape().get(0), size.height(), size.width());
  }

  @Override
  void checkInput(List<Integer> shape) {
    Size2d output = geometry().outputSize(Shapes.imageSize(layerName, shape));
    Shapes.checkPositive(layerName, output, shape);
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new MaxPool2dLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof MaxPool2d that
        && Arrays.equals(kernelSize, that.kernelSize)
        && Arrays.equals(stride, that.stride)
        && Arrays.equals(padding, that.padding)
        && ceilMode == that.ceilMode
        && Arrays.equals(dilation, that.dilation);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        Arrays.hashCode(kernelSize),
        Arrays.hashCode(stride),
        Arrays.hashCode(padding),
        ceilMode,
        Arrays.hashCode(dilation));
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private final int[] kernelSize;
    private int[] stride;
    private int[] padding = {0, 0};
    private int[] dilation = {1, 1};
    private boolean ceilMode;

    private Builder(int kernelSize) {
      this.kernelSize = Shapes.checkAtLeast("kernelSize", new int[] {kernelSize, kernelSize}, 1);
      this.stride = this.kernelSize;
    }

    public Builder stride(int both) {
      stride = Shapes.checkAtLeast("stride", new int[] {both, both}, 1);
      return this;
    }

    /** At most half the kernel size. */
    public Builder padding(int both) {
      padding = Shapes.checkAtLeast("padding", new int[] {both, both}, 0);
      return this;
    }

    public Builder dilation(int both) {
      dilation = Shapes.checkAtLeast("dilation", new int[] {both, both}, 1);
      return this;
    }

    /** Rounds the output size up; the last windows may reach over the edge. */
    public Builder ceilMode() {
      ceilMode = true;
      return this;
    }

    @Override
    public MaxPool2d build() {
      return new MaxPool2d(this);
    }
  }
}
