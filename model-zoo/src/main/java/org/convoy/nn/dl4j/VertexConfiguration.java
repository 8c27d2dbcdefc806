package org.convoy.nn.dl4j;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonInclude.Include;

/** What the configurations of vertices have in common: several inputs, no parameters. */
@JsonAutoDetect(
    fieldVisibility = Visibility.ANY,
    getterVisibility = Visibility.NONE,
    isGetterVisibility = Visibility.NONE,
    setterVisibility = Visibility.NONE)
public abstract class VertexConfiguration extends GraphVertex implements ConvoyConfiguration {
  @JsonInclude(Include.NON_EMPTY)
  private int[] inputShape = {};

  /**
   * Fails if the vertex cannot take inputs of these shapes of one example.
   *
   * @throws IllegalArgumentException with the shapes
   */
  protected abstract void checkInputs(List<List<Integer>> shapes);

  /** What the vertex of this name computes; called once for each runtime. */
  protected abstract VertexArithmetic arithmetic(ComputationGraph graph, String name);

  /** The shape of one example of the first input. */
  @Override
  public List<Integer> inputShape() {
    return Shapes.list(inputShape);
  }

  /** By default the shape of the first input. */
  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    List<List<Integer>> shapes =
        Arrays.stream(vertexInputs).map(ConvoyConfiguration::shapeOf).toList();
    checkInputs(shapes);
    inputShape = Shapes.array(shapes.get(0));
    return ConvoyConfiguration.typeOf(outputShape());
  }

  @Override
  public final org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray paramsView,
      boolean initializeParams,
      DataType networkDataType) {
    return new VertexRuntime(graph, name, index, networkDataType, this);
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
  public final List<ParameterSpecification> parameterSpecifications() {
    return List.of();
  }

  @Override
  public final long multiplyAdds() {
    return 0;
  }

  @Override
  public final long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public final MemoryReport getMemoryReport(InputType... inputTypes) {
    return new LayerMemoryReport.Builder(
            null, getClass(), inputTypes[0], getOutputType(-1, inputTypes))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public final VertexConfiguration clone() {
    return Fields.copy(this, VertexConfiguration.class);
  }

  @Override
  public final boolean equals(Object other) {
    return other != null && Fields.areEqual(this, other, VertexConfiguration.class);
  }

  @Override
  public final int hashCode() {
    return Fields.hash(this, VertexConfiguration.class);
  }
}
