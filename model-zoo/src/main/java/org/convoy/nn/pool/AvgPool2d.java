package org.convoy.nn.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Average pooling, PyTorch's {@code AvgPool2d}; output sizes are those of {@link MaxPool2d}. What a
 * window sees beyond the padding, in ceil mode, does not count in the divisor.
 */
public final class AvgPool2d extends StatelessConfiguration {
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private boolean countIncludePadding;
  private int divisorOverride;
  private boolean ceilMode;

  /** For JSON. */
  private AvgPool2d() {}

  private AvgPool2d(Builder builder) {
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    countIncludePadding = builder.countIncludePadding;
    divisorOverride = builder.divisorOverride;
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
    return builder(kernelSize, kernelSize);
  }

  /** Windows of this height and width, side by side. */
  public static Builder builder(int kernelHeight, int kernelWidth) {
    return new Builder(kernelHeight, kernelWidth);
  }

  /** The geometry for the kernels. */
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
  public String typeName() {
    return "AvgPool2d";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.AveragePool(geometry()));
  }

  @Override
  public List<Integer> outputShape() {
    return outputShape(inputShape());
  }

  private List<Integer> outputShape(List<Integer> input) {
    Size2d size = geometry().outputSize(Shapes.imageSize(layerName, input));
    return List.of(input.get(0), size.height(), size.width());
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Size2d needed = geometry().smallestInput();
    int[] lengths = {needed.height(), needed.width()};
    Shapes.checkFits(layerName, shape, outputShape(shape), lengths);
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new AvgPool2dLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof AvgPool2d that
        && Arrays.equals(kernelSize, that.kernelSize)
        && Arrays.equals(stride, that.stride)
        && Arrays.equals(padding, that.padding)
        && ceilMode == that.ceilMode
        && countIncludePadding == that.countIncludePadding
        && divisorOverride == that.divisorOverride;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        Arrays.hashCode(kernelSize),
        Arrays.hashCode(stride),
        Arrays.hashCode(padding),
        ceilMode,
        countIncludePadding,
        divisorOverride);
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private final int[] kernelSize;
    private int[] stride;
    private int[] padding = {0, 0};
    private boolean countIncludePadding = true;
    private int divisorOverride;
    private boolean ceilMode;

    private Builder(int kernelHeight, int kernelWidth) {
      this.kernelSize = Shapes.checkAtLeast("kernelSize", new int[] {kernelHeight, kernelWidth}, 1);
      this.stride = this.kernelSize;
    }

    public Builder stride(int both) {
      return stride(both, both);
    }

    public Builder stride(int height, int width) {
      stride = Shapes.checkAtLeast("stride", new int[] {height, width}, 1);
      return this;
    }

    /** At most half the kernel size. */
    public Builder padding(int both) {
      return padding(both, both);
    }

    /** At most half the kernel size. */
    public Builder padding(int height, int width) {
      padding = Shapes.checkAtLeast("padding", new int[] {height, width}, 0);
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
