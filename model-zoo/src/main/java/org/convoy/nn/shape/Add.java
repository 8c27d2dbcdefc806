package org.convoy.nn.shape;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The element-wise sum of two activations of the same shape, as where a shortcut meets its residual
 * block. Unlike the layers it is a vertex of its own, for it has two inputs.
 */
public final class Add extends VertexConfiguration {
  private int[] inputShape = {};

  @Override
  public String typeName() {
    return "Add";
  }

  /** The shape of one example of each of the two inputs. */
  @Override
  public List<Integer> inputShape() {
    return Shapes.list(inputShape);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Add());
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    List<List<Integer>> shapes = shapes(vertexInputs);
    if (shapes.size() != 2 || !shapes.get(0).equals(shapes.get(1))) {
      throw new IllegalArgumentException("Add needs two inputs of the same shape, got " + shapes);
    }

    inputShape = Shapes.array(shapes.get(0));
    return ConvoyConfiguration.typeOf(inputShape());
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDataType) {
    return new AddVertex(graph, name, index, networkDataType);
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public Add clone() {
    Add copy = new Add();
    copy.inputShape = inputShape.clone();
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Add that && Arrays.equals(inputShape, that.inputShape);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(inputShape);
  }
}
