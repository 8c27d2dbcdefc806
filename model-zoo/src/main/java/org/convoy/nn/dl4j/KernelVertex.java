package org.convoy.nn.dl4j;

import org.convoy.nn.kernel.KernelBackend;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What the runtimes of vertices have in common: kernels, and nothing to learn. */
@SuppressWarnings("overrides") // DL4J's base class declares setInputs without its dots.
public abstract class KernelVertex extends BaseGraphVertex implements KernelLayer {
  private transient Kernels kernels = KernelBackend.automatic();

  protected KernelVertex(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, null, null, dataType);
  }

  protected final Kernels kernels() {
    return kernels;
  }

  @Override
  public final void useKernels(Kernels chosen) {
    kernels = chosen;
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
