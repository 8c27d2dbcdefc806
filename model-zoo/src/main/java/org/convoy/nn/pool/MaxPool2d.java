package org.convoy.nn.pool;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Max pooling, PyTorch's {@code MaxPool2d}; padding is never the maximum. [channels, height, width]
 * to [channels, oh, ow] by the formula of {@link Conv2d}; in ceil mode rounded up, but the last
 * window starts inside the input or the padding before it.
 */
public final class MaxPool2d extends PoolingConfiguration {
  private int[] dilation;
  private boolean returnIndices;

  /** For JSON. */
  private MaxPool2d() {}

  private MaxPool2d(Builder builder) {
    super(builder);
    dilation = builder.dilation;
    returnIndices = builder.returnIndices;
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
  public Optional<Operation> operation() {
    return Optional.of(new Operation.MaxPool(geometry()));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    super.checkInput(shape);
    if (!geometry().everyWindowSeesInput(Shapes.imageSize(layerName, shape))) {
      throw new IllegalArgumentException(
          ("Layer \"%s\": a window of dilation %s sees nothing of the input %s but"
                  + " padding, whose maximum is -infinity; use less padding or dilation")
              .formatted(layerName, Arrays.toString(dilation), shape));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new MaxArithmetic();
  }

  /**
   * Where {@code MaxPool2d} finds each maximum, counted row by row in the input's plane; the first
   * of equals.
   *
   * @param input [n, c, h, w]
   * @param indices [n, c, oh, ow], whole numbers of 64 bits; written
   */
  public static void findIndices(Pooling2d geometry, INDArray input, INDArray indices) {
    INDArray padded = new Windows(geometry).padded(input, Double.NEGATIVE_INFINITY);
    MaxIndices.find(geometry, input, padded, indices);
  }

  /** Keeps the indices of the latest pass, if they are wanted, for {@link MaxUnpool2d}. */
  final class MaxArithmetic implements Arithmetic {
    private final Windows windows = new Windows(geometry());
    private INDArray indices;

    @Override
    public void forward(Pass pass, INDArray input, INDArray output) {
      INDArray padded = windows.padded(input, Double.NEGATIVE_INFINITY);
      if (isDilated()) {
        DilatedMaxPool2d.forward(windows.geometry(), padded, output);
      } else {
        windows.pool("maxpool2d", padded, output);
      }

      if (returnIndices) {
        makeRoomForIndices(output.shape());
        MaxIndices.find(windows.geometry(), input, padded, indices);
      }
    }

    private boolean isDilated() {
      return windows.geometry().dilation().area() > 1;
    }

    /** Outside of all workspaces, for the vertex that reads them runs later. */
    private void makeRoomForIndices(long[] shape) {
      if (indices == null || !Arrays.equals(indices.shape(), shape)) {
        indices = Nd4j.createUninitializedDetached(DataType.INT64, shape);
      }
    }

    /** Where the latest maxima were found in the input's planes, [n, c, oh, ow]. */
    INDArray indices() {
      return indices;
    }

    /** The gradient goes to the first maximum of each window. */
    @Override
    public void backward(
        Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
      INDArray padded = windows.padded(input, Double.NEGATIVE_INFINITY);
      INDArray paddedGradient = padded == input ? inputGradient : padded.ulike();
      if (isDilated()) {
        DilatedMaxPool2d.backward(windows.geometry(), padded, outputGradient, paddedGradient);
      } else {
        windows.poolBackward("maxpool2d_bp", padded, outputGradient, paddedGradient);
      }

      windows.crop(paddedGradient, inputGradient);
    }
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder extends PoolingBuilder<Builder> implements LayerBuilder {
    private int[] dilation = {1, 1};
    private boolean returnIndices;

    private Builder(int kernelHeight, int kernelWidth) {
      super(kernelHeight, kernelWidth);
    }

    @Override
    Builder self() {
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
