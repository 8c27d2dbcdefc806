package org.convoy.nn.shape;

import static org.convoy.nn.dl4j.ArrayOperations.execute;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.dl4j.VertexRuntime;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The channels of several activations one after the other, PyTorch's {@code cat} along dimension 1,
 * as where the branches of an Inception block meet. Height and width, or whatever comes after the
 * channels, must be equal. As it has several inputs it is a vertex of its own, like {@link Add}.
 */
public final class Concat extends VertexConfiguration {
  private int[] outputShape = {};

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
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex runtime(
      ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  private static final class Vertex extends VertexRuntime {
    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
      long[] shape = inputs[0].shape().clone();
      shape[1] = Arrays.stream(inputs).mapToLong(input -> input.size(1)).sum();
      INDArray output = output(workspaceMgr, shape);
      execute(
          DynamicCustomOp.builder("concat")
              .addInputs(Arrays.stream(inputs).map(ArrayMemory::dense).toArray(INDArray[]::new))
              .addOutputs(output)
              .addIntegerArguments(1));
      return output;
    }

    /** The parts of the output's gradient. */
    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
      INDArray outputGradient = ArrayMemory.dense(epsilon);
      INDArray[] gradients = new INDArray[inputs.length];
      long start = 0;
      for (int i = 0; i < inputs.length; i++) {
        long end = start + inputs[i].size(1);
        gradients[i] = gradient(workspaceMgr, i);
        gradients[i].assign(
            outputGradient.get(NDArrayIndex.all(), NDArrayIndex.interval(start, end)));
        start = end;
      }

      return new Pair<>(null, gradients);
    }
  }
}
