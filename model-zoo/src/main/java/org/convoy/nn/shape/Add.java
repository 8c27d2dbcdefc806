package org.convoy.nn.shape;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.VertexArithmetic;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The element-wise sum of two activations of the same shape, as where a shortcut meets its residual
 * block. Unlike the layers it is a vertex of its own, for it has two inputs.
 */
public final class Add extends VertexConfiguration {
  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Add());
  }

  @Override
  protected void checkInputs(List<List<Integer>> shapes) {
    if (shapes.size() != 2 || !shapes.get(0).equals(shapes.get(1))) {
      throw new IllegalArgumentException("Add needs two inputs of the same shape, got " + shapes);
    }
  }

  @Override
  protected VertexArithmetic arithmetic(ComputationGraph graph, String name) {
    return new VertexArithmetic() {
      @Override
      public void forward(INDArray[] inputs, INDArray output) {
        inputs[0].addi(inputs[1], output);
      }

      /** Two copies: where an input forks, DL4J adds other gradients to its one in place. */
      @Override
      public void backward(INDArray[] inputs, INDArray outputGradient, INDArray[] inputGradients) {
        inputGradients[0].assign(outputGradient);
        inputGradients[1].assign(outputGradient);
      }
    };
  }
}
