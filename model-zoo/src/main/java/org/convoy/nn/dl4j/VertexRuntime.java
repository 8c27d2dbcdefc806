package org.convoy.nn.dl4j;

import org.convoy.nn.kernel.NativeThreads;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of a vertex: what those of all have in common, nothing to learn. */
@SuppressWarnings("overrides") // DL4J's base class declares setInputs without its dots.
public abstract class VertexRuntime extends BaseGraphVertex {
  protected VertexRuntime(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
    NativeThreads.useOne();
  }

  /** Memory for an output of this shape. */
  protected final INDArray output(LayerWorkspaceMgr workspaceMgr, long... shape) {
    return workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
  }

  /** Memory for the gradient by an input. */
  protected final INDArray gradient(LayerWorkspaceMgr workspaceMgr, int input) {
    return workspaceMgr.createUninitialized(
        ArrayType.ACTIVATION_GRAD, dataType, inputs[input].shape(), 'c');
  }

  @Override
  public final void setInputs(INDArray... values) {
    super.setInputs(values);
  }

  @Override
  public final boolean hasLayer() {
    return false;
  }

  @Override
  public final Layer getLayer() {
    return null;
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray gradients) {
    // No parameters, no gradients.
  }

  @Override
  public final Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] maskArrays, MaskState currentMaskState, int minibatchSize) {
    return null;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + getVertexName() + ")";
  }
}
