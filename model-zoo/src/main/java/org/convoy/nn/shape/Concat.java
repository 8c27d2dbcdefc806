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
 * The channels of several activations one after the other, PyTorch's {@code cat} along dimension 1,
 * as where the branches of an Inception block meet. Height and width, or whatever comes after the
 * channels, must be equal. As it has several inputs it is a vertex of its own, like {@link Add}.
 */
public final class Concat extends VertexConfiguration {
  private int[] outputShape = {};

  @Override
  public String typeName() {
    return "Concat";
  }

  /** Empty, for the inputs' shapes differ. */
  @Override
  public List<Integer> inputShape() {
    return List.of();
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Concat());
  }

  @Override
  public List<Integer> outputShape() {
    return Shapes.list(outputShape);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    List<List<Integer>> shapes = shapes(vertexInputs);
    if (shapes.stream().map(Concat::withoutChannels).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "Concat needs inputs that differ in nothing but channels, got " + shapes);
    }

    outputShape = Shapes.array(shapes.get(0));
    outputShape[0] = shapes.stream().mapToInt(shape -> shape.get(0)).sum();
    return ConvoyConfiguration.typeOf(outputShape());
  }

  private static List<Integer> withoutChannels(List<Integer> shape) {
    return shape.subList(1, shape.size());
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDataType) {
    return new ConcatVertex(graph, name, index, networkDataType);
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Concat clone() {
    Concat copy = new Concat();
    copy.outputShape = outputShape.clone();
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Concat that && Arrays.equals(outputShape, that.outputShape);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(outputShape);
  }
}
