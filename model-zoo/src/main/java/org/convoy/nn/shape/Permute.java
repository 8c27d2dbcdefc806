package org.convoy.nn.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The dimensions in another order, torchvision's {@code Permute}: with 0, 2, 3, 1 an image's
 * channels come last, with 0, 3, 1, 2 they come back.
 */
public final class Permute extends LayerConfiguration {
  private int[] dimensions;

  /** For JSON. */
  private Permute() {}

  /** Of a batch; its own dimension, 0, stays the first. */
  public Permute(int... dimensions) {
    int[] sorted = dimensions.clone();
    Arrays.sort(sorted);
    if (dimensions.length == 0
        || dimensions[0] != 0
        || !Arrays.equals(sorted, IntStream.range(0, dimensions.length).toArray())) {
      throw new IllegalArgumentException(
          "Permute needs each dimension once and 0, the batch, first, got "
              + Arrays.toString(dimensions));
    }

    this.dimensions = dimensions.clone();
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Permute(Shapes.list(dimensions)));
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> shape = new ArrayList<>();
    for (int i = 1; i < dimensions.length; i++) {
      shape.add(inputShape().get(dimensions[i] - 1));
    }

    return List.copyOf(shape);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    if (shape.size() != dimensions.length - 1) {
      throw new IllegalArgumentException(
          "Layer \"%s\" permutes %d dimensions, the batch's included, got an input of %s"
              .formatted(layerName, dimensions.length, shape));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        output.assign(input.permute(dimensions));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        inputGradient.assign(outputGradient.permute(inverse()));
      }
    };
  }

  private int[] inverse() {
    int[] inverse = new int[dimensions.length];
    for (int i = 0; i < dimensions.length; i++) {
      inverse[dimensions[i]] = i;
    }

    return inverse;
  }
}
