package org.convoy.nn.shape;

import static org.convoy.nn.dl4j.ArrayOperations.strided;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The shortcut without parameters of He et al. 2015, "Deep residual learning for image
 * recognition", option A: every stride-th row and column, and zeros for the channels that the input
 * lacks, half of them before and half after the input's.
 */
public final class ZeroPadShortcut extends LayerConfiguration {
  private int outChannels;
  private int stride;

  /** For JSON. */
  private ZeroPadShortcut() {}

  public ZeroPadShortcut(int outChannels, int stride) {
    this.outChannels = Shapes.checkAtLeast("outChannels", outChannels, 1);
    this.stride = Shapes.checkAtLeast("stride", stride, 1);
  }

  public int stride() {
    return stride;
  }

  /** The zero channels that come before the input's. */
  public int channelsBefore() {
    return (outChannels - inputShape().get(0)) / 2;
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ZeroPadShortcut(stride, channelsBefore()));
  }

  @Override
  public List<Integer> outputShape() {
    Size2d size = Shapes.imageSize(layerName, inputShape());
    return List.of(outChannels, (size.height() - 1) / stride + 1, (size.width() - 1) / stride + 1);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
    if (shape.get(0) > outChannels || (outChannels - shape.get(0)) % 2 != 0) {
      throw new IllegalArgumentException(
          ("Layer \"%s\" adds as many zero channels before as after its input's, so it"
                  + " cannot make %s channels of %s")
              .formatted(layerName, outChannels, shape.get(0)));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        output.assign(0);
        middle(input, output).assign(subsampled(input));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        inputGradient.assign(0);
        subsampled(inputGradient).assign(middle(inputGradient, outputGradient));
      }
    };
  }

  private INDArray subsampled(INDArray input) {
    INDArray rows = strided(input, 2, 0, stride, (input.size(2) + stride - 1) / stride);
    return strided(rows, 3, 0, stride, (input.size(3) + stride - 1) / stride);
  }

  /** The channels of the output that come from the input. */
  private INDArray middle(INDArray input, INDArray output) {
    int first = channelsBefore();
    return output.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + input.size(1)));
  }
}
