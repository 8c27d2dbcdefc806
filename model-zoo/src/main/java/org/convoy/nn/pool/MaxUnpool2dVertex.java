package org.convoy.nn.pool;

import java.util.List;
import org.convoy.nn.dl4j.BatchShape;
import org.convoy.nn.dl4j.KernelVertex;
import org.convoy.nn.kernel.ArrayMemory;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link MaxUnpool2d}. */
final class MaxUnpool2dVertex extends KernelVertex {
  private final String pool;
  private final List<Integer> outputShape;

  MaxUnpool2dVertex(
      ComputationGraph graph,
      String name,
      int index,
      String pool,
      List<Integer> outputShape,
      DataType dataType) {
    super(graph, name, index, dataType);
    this.pool = pool;
    this.outputShape = outputShape;
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
    kernels().maxUnpool2d(ArrayMemory.dense(inputs[0]), indices(), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    long[] shape = inputs[0].shape();
    INDArray gradient =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    kernels().maxUnpool2dBackward(indices(), ArrayMemory.dense(epsilon), gradient);
    INDArray none = workspaceMgr.create(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    return new Pair<>(null, new INDArray[] {gradient, none});
  }
}
