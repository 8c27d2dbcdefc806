package org.convoy.nn.shape;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.dl4j.ArrayOperations;
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

/**
 * The element-wise product of two activations of the same shape, or of [channels, height, width]
 * and a number for each channel, [channels, 1, 1], as where a squeeze-excitation's gate meets what
 * it weighs. As it has two inputs it is a vertex of its own, like {@link Add}.
 */
public final class Multiply extends VertexConfiguration {
  private int[] inputShape = {};

  /** The shape of one example of the first input. */
  @Override
  public List<Integer> inputShape() {
    return Shapes.list(inputShape);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Multiply());
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  /** Whether the second shape is that of a number for each channel of the first. */
  public static boolean isFactor(List<Integer> shape, List<Integer> factors) {
    return shape.size() == 3 && factors.equals(List.of(shape.get(0), 1, 1));
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
    List<List<Integer>> shapes = shapes(vertexInputs);
    if (shapes.size() != 2
        || !(shapes.get(0).equals(shapes.get(1)) || isFactor(shapes.get(0), shapes.get(1)))) {
      throw new IllegalArgumentException(
          "Multiply needs two inputs of the same shape, or a second one of [channels, 1, 1], got "
              + shapes);
    }

    inputShape = Shapes.array(shapes.get(0));
    return ConvoyConfiguration.typeOf(inputShape());
  }

  @Override
  protected org.deeplearning4j.nn.graph.vertex.GraphVertex runtime(
      ComputationGraph graph, String name, int index, DataType dataType) {
    return new Vertex(graph, name, index, dataType);
  }

  private static final class Vertex extends VertexRuntime {
    Vertex(ComputationGraph graph, String name, int index, DataType dataType) {
      super(graph, name, index, dataType);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
      INDArray product = output(workspaceMgr, inputs[0].shape());
      ArrayMemory.dense(inputs[0]).muli(ArrayMemory.dense(inputs[1]), product);
      return product;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
      INDArray outputGradient = ArrayMemory.dense(epsilon);
      INDArray left = gradient(workspaceMgr, 0);
      INDArray right = gradient(workspaceMgr, 1);
      outputGradient.muli(ArrayMemory.dense(inputs[1]), left);
      INDArray products = outputGradient.mul(ArrayMemory.dense(inputs[0]));
      if (products.equalShapes(right)) {
        right.assign(products);
      } else {
        // Each plane of an example is a channel of one image.
        long planes = products.size(0) * products.size(1);
        ArrayOperations.channelSums(
            products.reshape('c', 1, planes, products.length() / planes, 1), right.reshape(planes));
      }

      return new Pair<>(null, new INDArray[] {left, right});
    }
  }
}
