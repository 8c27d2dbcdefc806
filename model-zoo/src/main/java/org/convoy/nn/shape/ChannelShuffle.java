package org.convoy.nn.shape;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes channels from each group in turn, PyTorch's {@code ChannelShuffle}; Zhang et al. 2017,
 * "ShuffleNet", https://arxiv.org/abs/1707.01083.
 */
public final class ChannelShuffle extends LayerConfiguration {
  private int groups;

  /** For JSON. */
  private ChannelShuffle() {}

  /** Of so many groups of neighbouring channels, which divide the channels. */
  public ChannelShuffle(int groups) {
    this.groups = Shapes.checkAtLeast("groups", groups, 1);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ChannelShuffle(groups));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
    if (shape.get(0) % groups != 0) {
      throw new IllegalArgumentException(
          "Layer \"%s\" shuffles %d groups of channels, got an input of %s"
              .formatted(layerName, groups, shape));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        transpose(input, groups, output);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        transpose(outputGradient, outputGradient.size(1) / groups, inputGradient);
      }
    };
  }

  private static void transpose(INDArray from, long rows, INDArray to) {
    long columns = from.size(1) / rows;
    long pixels = from.size(2) * from.size(3);
    INDArray grouped = from.reshape('c', from.size(0), rows, columns, pixels);
    to.reshape('c', from.size(0), columns, rows, pixels).assign(grouped.permute(0, 2, 1, 3));
  }
}
