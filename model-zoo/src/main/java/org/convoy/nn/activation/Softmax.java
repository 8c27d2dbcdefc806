package org.convoy.nn.activation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Exponentials divided by their sum along a dimension, PyTorch's {@code Softmax}. A classifier's
 * loss contains its softmax, see {@link CrossEntropyOutput}.
 */
public final class Softmax extends StatelessConfiguration {
  private int dim;

  /** For JSON. */
  private Softmax() {}

  /**
   * The dimension along which values add up to one.
   *
   * @param dim 0 is the batch, 1 the channels or features; negative ones count from the last
   */
  public Softmax(int dim) {
    this.dim = dim;
  }

  /** The dimension, counted from the batch. */
  int dimension() {
    return dim < 0 ? inputShape().size() + 1 + dim : dim;
  }

  @Override
  public String typeName() {
    return "Softmax";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Softmax(dimension()));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    int rank = shape.size() + 1;
    if (dim < -rank || dim >= rank) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\": dim must be from "
              + -rank
              + " to "
              + (rank - 1)
              + " for batches of "
              + shape
              + ", got "
              + dim);
    }
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new SoftmaxLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && other instanceof Softmax that && dim == that.dim;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), dim);
  }
}
