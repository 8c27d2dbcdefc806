package org.convoy.nn.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.conv.Conv2d;
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
 * Max pooling, PyTorch's {@code MaxPool2d}; padding is never the maximum. [channels, height, width]
 * to [channels, oh, ow] by the formula of {@link Conv2d}; in ceil mode rounded up, but the last
 * window starts inside the input or the padding before it.
 */
public final class MaxPool2d extends StatelessConfiguration {
  private int[] kernelSize;
  private int[] stride;
  private int[] padding;
  private int[] dilation;
  private boolean ceilMode;
  private boolean returnIndices;

  /** For JSON. */
  private MaxPool2d() {}

  private MaxPool2d(Builder builder) {
    kernelSize = builder.kernelSize;
    stride = builder.stride;
    padding = builder.padding;
    dilation = builder.dilation;
    ceilMode = builder.ceilMode;
    returnIndices = builder.returnIndices;
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
        Size2d.of(dilation),
        ceilMode,
        true,
        0);
  }

  boolean returnsIndices() {
    return returnIndices;
  }

  /** The last pixel that a window sees, in its plane. */
  int largestIndex() {
    List<Integer> input = inputShape();
    Size2d reach = geometry().reach(Shapes.imageSize(layerName, input));
    return (reach.height() - 1) * input.get(2) + reach.width() - 1;
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
    if (!geometry().everyWindowSeesInput(Shapes.imageSize(layerName, shape))) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\": a window of dilation "
              + Arrays.toString(dilation)
              + " sees nothing of the input "
              + shape
              + " but padding, whose maximum is -infinity; use less padding or dilation");
    }
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
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
        && returnIndices == that.returnIndices
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
        returnIndices,
        Arrays.hashCode(dilation));
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private final int[] kernelSize;
    private int[] stride;
    private int[] padding = {0, 0};
    private int[] dilation = {1, 1};
    private boolean ceilMode;
    private boolean returnIndices;

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

    public Builder dilation(int both) {
      return dilation(both, both);
    }

    public Builder dilation(int height, int width) {
      dilation = Shapes.checkAtLeast("dilation", new int[] {height, width}, 1);
      return this;
    }

    /** Rounds the output size up; the last windows may reach over the edge. */
    public Builder ceilMode() {
      ceilMode = true;
      return this;
    }

    /** Keeps where each maximum was found, for a {@link MaxUnpool2d} that names this layer. */
    public Builder returnIndices() {
      returnIndices = true;
      return this;
    }

    @Override
    public MaxPool2d build() {
      return new MaxPool2d(this);
    }
  }
}
