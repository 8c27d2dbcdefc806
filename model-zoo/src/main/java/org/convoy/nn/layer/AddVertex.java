package org.convoy.nn.layer;

import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.Kernels;
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

/** Runtime of {@link Add}. */
@SuppressWarnings("overrides") // DL4J's base class declares setInputs without its dots.
final class AddVertex extends BaseGraphVertex implements KernelLayer {
  private transient Kernels kernels = KernelBackend.automatic();

  AddVertex(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
  }

  @Override
  public void useKernels(Kernels chosen) {
    kernels = chosen;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray sum =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, inputs[0].shape(), 'c');
    kernels.add(ArrayMemory.dense(inputs[0]), ArrayMemory.dense(inputs[1]), sum);
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
    return "AddVertex(" + getVertexName() + ")";
  }
}
