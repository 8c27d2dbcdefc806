package org.convoy.nn.activation;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Exponentials divided by their sum along a dimension, PyTorch's {@code Softmax}. A classifier's
 * loss contains its softmax, see {@link CrossEntropyOutput}.
 */
public final class Softmax extends LayerConfiguration {
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
  private int dimension() {
    return dim < 0 ? inputShape().size() + 1 + dim : dim;
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
          "Layer \"%s\": dim must be from %s to %s for batches of %s, got %s"
              .formatted(layerName, -rank, rank - 1, shape, dim));
    }
  }

  /** ND4J's own softmax takes the last dimension whatever it is told. */
  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        input.subi(input.max(true, dimension()), output);
        Transforms.exp(output, false);
        output.divi(output.sum(true, dimension()));
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        // y * (g - sum(g * y))
        INDArray probabilities = input.ulike();
        forward(pass, input, probabilities);
        INDArray sums = outputGradient.mul(probabilities).sum(true, dimension());
        outputGradient.subi(sums, inputGradient);
        inputGradient.muli(probabilities);
      }
    };
  }
}
