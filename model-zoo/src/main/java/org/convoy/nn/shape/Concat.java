package org.convoy.nn.shape;

import static org.convoy.nn.dl4j.ArrayOperations.execute;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.dl4j.VertexArithmetic;
import org.convoy.nn.dl4j.VertexConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
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
  protected void checkInputs(List<List<Integer>> shapes) {
    if (shapes.stream().map(Concat::withoutChannels).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "Concat needs inputs that differ in nothing but channels, got " + shapes);
    }
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    List<List<Integer>> shapes =
        Arrays.stream(vertexInputs).map(ConvoyConfiguration::shapeOf).toList();
    checkInputs(shapes);
    outputShape = Shapes.array(shapes.get(0));
    outputShape[0] = shapes.stream().mapToInt(shape -> shape.get(0)).sum();
    return ConvoyConfiguration.typeOf(outputShape());
  }

  private static List<Integer> withoutChannels(List<Integer> shape) {
    return shape.subList(1, shape.size());
  }

  @Override
  protected VertexArithmetic arithmetic(ComputationGraph graph, String name) {
    return new VertexArithmetic() {
      @Override
      public void forward(INDArray[] inputs, INDArray output) {
        execute(
            DynamicCustomOp.builder("concat")
                .addInputs(inputs)
                .addOutputs(output)
                .addIntegerArguments(1));
      }

      /** The parts of the output's gradient. */
      @Override
      public void backward(INDArray[] inputs, INDArray outputGradient, INDArray[] inputGradients) {
        long start = 0;
        for (INDArray gradient : inputGradients) {
          long end = start + gradient.size(1);
          gradient.assign(
              outputGradient.get(NDArrayIndex.all(), NDArrayIndex.interval(start, end)));
          start = end;
        }
      }
    };
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }
}
