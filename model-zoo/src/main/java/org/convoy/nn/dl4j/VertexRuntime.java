package org.convoy.nn.dl4j;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.NativeThreads;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of a vertex, which has nothing to learn. */
@SuppressWarnings("overrides") // DL4J's base class declares setInputs without its dots.
final class VertexRuntime extends BaseGraphVertex {
  private final String kind;
  private final transient VertexArithmetic arithmetic;
  private final List<Integer> outputShape;

  VertexRuntime(
      ComputationGraph graph,
      String name,
      int index,
      DataType dataType,
      VertexConfiguration configuration) {
    super(graph, name, index, null, null, dataType);
    NativeThreads.useOne();
    kind = configuration.getClass().getSimpleName();
    arithmetic = configuration.arithmetic(graph, name);
    outputShape = configuration.outputShape();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray output =
        memory(workspaceMgr, ArrayType.ACTIVATIONS, Shapes.batch(inputs[0].size(0), outputShape));
    arithmetic.forward(denseInputs(), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    INDArray[] gradients =
        Arrays.stream(inputs)
            .map(input -> memory(workspaceMgr, ArrayType.ACTIVATION_GRAD, input.shape()))
            .toArray(INDArray[]::new);
    arithmetic.backward(denseInputs(), ArrayMemory.dense(epsilon), gradients);
    return new Pair<>(null, gradients);
  }

  private INDArray memory(LayerWorkspaceMgr workspaceMgr, ArrayType purpose, long... shape) {
    return workspaceMgr.createUninitialized(purpose, dataType, shape, 'c');
  }

  private INDArray[] denseInputs() {
    return Arrays.stream(inputs).map(ArrayMemory::dense).toArray(INDArray[]::new);
  }

  @Override
  public void setInputs(INDArray... values) {
    super.setInputs(values);
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    // No parameters, no gradients.
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] maskArrays, MaskState currentMaskState, int minibatchSize) {
    return null;
  }

  @Override
  public String toString() {
    return kind + "(" + getVertexName() + ")";
  }
}
