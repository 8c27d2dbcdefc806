package org.convoy.nn.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Joins neighbouring dimensions into one, PyTorch's {@code Flatten}; by default all but the
 * batch's: [channels, height, width] to [features]. Values keep their row-major order.
 */
public final class Flatten extends LayerConfiguration {
  private int startDim = 1;
  private int endDim = -1;

  /** Joins all dimensions but the batch's. */
  public Flatten() {}

  private Flatten(int startDim, int endDim) {
    this.startDim = startDim;
    this.endDim = endDim;
  }

  /**
   * Joins the dimensions from startDim to endDim, both included, of the batch: [batch, channels,
   * height, width] with 2 and 3 to [batch, channels, height * width].
   *
   * @param startDim at least 1, for dimension 0 is the batch; or negative, counted from the end
   * @param endDim likewise; -1 is the last dimension
   */
  public static Flatten of(int startDim, int endDim) {
    if (startDim == 0 || endDim == 0) {
      throw new IllegalArgumentException(
          ("Flatten keeps dimension 0, the batch: startDim and endDim must be at least 1,"
                  + " or negative to count from the end, got %s and %s")
              .formatted(startDim, endDim));
    }

    return new Flatten(startDim, endDim);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Flatten());
  }

  @Override
  public List<Integer> outputShape() {
    List<Integer> input = inputShape();
    int start = exampleDimension(startDim, input);
    int end = exampleDimension(endDim, input) + 1;
    List<Integer> shape = new ArrayList<>(input.subList(0, start));
    shape.add(input.subList(start, end).stream().reduce(1, Math::multiplyExact));
    shape.addAll(input.subList(end, input.size()));
    return List.copyOf(shape);
  }

  /** The index in the shape of one example. */
  private static int exampleDimension(int dimension, List<Integer> input) {
    return dimension > 0 ? dimension - 1 : input.size() + dimension;
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    int start = exampleDimension(startDim, shape);
    int end = exampleDimension(endDim, shape);
    if (start < 0 || start > end || end >= shape.size()) {
      throw new IllegalArgumentException(
          ("Layer \"%s\" cannot join dimensions %s to %s of a batch of %s, whose"
                  + " dimensions are 1 to %s after the batch's")
              .formatted(layerName, startDim, endDim, shape, shape.size()));
    }
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        output.assign(input.reshape('c', output.shape()));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        inputGradient.assign(outputGradient.reshape('c', inputGradient.shape()));
      }
    };
  }
}
