package org.convoy.nn.shape;

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
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The element-wise sum of two activations of the same shape, as where a shortcut meets its residual
 * block. Unlike the layers it is a vertex of its own, for it has two inputs.
 */
public final class Add extends VertexConfiguration {
  private int[] inputShape = {};

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
      INDArray sum = output(workspaceMgr, inputs[0].shape());
      ArrayMemory.dense(inputs[0]).addi(ArrayMemory.dense(inputs[1]), sum);
      return sum;
    }

    /** Two copies: where an input forks, DL4J adds other gradients to its one in place. */
    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
      return new Pair<>(null, new INDArray[] {copy(workspaceMgr), copy(workspaceMgr)});
    }

    private INDArray copy(LayerWorkspaceMgr workspaceMgr) {
      return workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
    }
  }
}
