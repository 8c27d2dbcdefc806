package org.convoy.nn.shape;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.ArrayOperations;
import org.convoy.nn.dl4j.VertexArithmetic;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The element-wise product of two activations of the same shape, or of [channels, height, width]
 * and a number for each channel, [channels, 1, 1], as where a squeeze-excitation's gate meets what
 * it weighs. As it has two inputs it is a vertex of its own, like {@link Add}.
 */
public final class Multiply extends VertexConfiguration {
  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Multiply());
  }

  /** Whether the second shape is that of a number for each channel of the first. */
  public static boolean isFactor(List<Integer> shape, List<Integer> factors) {
    return shape.size() == 3 && factors.equals(List.of(shape.get(0), 1, 1));
  }

  @Override
  protected void checkInputs(List<List<Integer>> shapes) {
    if (shapes.size() != 2
        || !(shapes.get(0).equals(shapes.get(1)) || isFactor(shapes.get(0), shapes.get(1)))) {
      throw new IllegalArgumentException(
          "Multiply needs two inputs of the same shape, or a second one of [channels, 1, 1], got "
              + shapes);
    }
  }

  @Override
  protected VertexArithmetic arithmetic(ComputationGraph graph, String name) {
    return new VertexArithmetic() {
      @Override
      public void forward(INDArray[] inputs, INDArray output) {
        inputs[0].muli(inputs[1], output);
      }

      @Override
      public void backward(INDArray[] inputs, INDArray outputGradient, INDArray[] inputGradients) {
        outputGradient.muli(inputs[1], inputGradients[0]);
        INDArray products = outputGradient.mul(inputs[0]);
        INDArray right = inputGradients[1];
        if (products.equalShapes(right)) {
          right.assign(products);
        } else {
          // Each plane of an example is a channel of one image.
          long planes = products.size(0) * products.size(1);
          ArrayOperations.channelSums(
              products.reshape('c', 1, planes, products.length() / planes, 1),
              right.reshape(planes));
        }
      }
    };
  }
}
