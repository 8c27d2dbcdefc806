package org.convoy.nn.layer;

import java.util.List;
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

/** Runtime of {@link MaxUnpool2d}. */
@SuppressWarnings("overrides") // DL4J's base class declares setInputs without its dots.
final class MaxUnpool2dVertex extends BaseGraphVertex implements KernelLayer {
  private final String pool;
  private final List<Integer> outputShape;
  private transient Kernels kernels = KernelBackend.automatic();

  MaxUnpool2dVertex(
      ComputationGraph graph,
      String name,
      int index,
      String pool,
      List<Integer> outputShape,
      DataType dataType) {
    super(graph, name, index, null, null, dataType);
    this.pool = pool;
    this.outputShape = outputShape;
  }

  @Override
  public void useKernels(Kernels chosen) {
    kernels = chosen;
  }

  /** Of the pass that is running: the pooling layer is an input, so it ran before. */
  private INDArray indices() {
    return ((MaxPool2dLayer) graph.getLayer(pool)).indices();
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray output =
        workspaceMgr.createUninitialized(
            ArrayType.ACTIVATIONS, dataType, BatchShape.of(inputs[0], outputShape), 'c');
    kernels.maxUnpool2d(ArrayMemory.dense(inputs[0]), indices(), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    long[] shape = inputs[0].shape();
    INDArray gradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    kernels.maxUnpool2dBackward(indices(), ArrayMemory.dense(epsilon), gradient);
    INDArray none = workspaceMgr.create(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    return new Pair<>(null, new INDArray[] {gradient, none});
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
    return "MaxUnpool2dVertex(" + getVertexName() + ")";
  }
}
