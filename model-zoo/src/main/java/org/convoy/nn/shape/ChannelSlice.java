package org.convoy.nn.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Some neighbouring channels of an image, PyTorch's {@code x[:, first:first + count]}. */
public final class ChannelSlice extends LayerConfiguration {
  private int first;
  private int count;

  /** For JSON. */
  private ChannelSlice() {}

  /** So many channels from the first one on. */
  public ChannelSlice(int first, int count) {
    this.first = Shapes.checkAtLeast("first", first, 0);
    this.count = Shapes.checkAtLeast("count", count, 1);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ChannelSlice(first));
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> shape = new ArrayList<>(inputShape());
    shape.set(0, count);
    return List.copyOf(shape);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
    if (shape.get(0) - first < count) {
      throw new IllegalArgumentException(
          "Layer \"%s\" takes %d channels from %d on, got an input of %s"
              .formatted(layerName, count, first, shape));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        output.assign(slice(input));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        inputGradient.assign(0);
        slice(inputGradient).assign(outputGradient);
      }
    };
  }

  private INDArray slice(INDArray array) {
    return array.get(NDArrayIndex.all(), NDArrayIndex.interval(first, first + count));
  }
}
