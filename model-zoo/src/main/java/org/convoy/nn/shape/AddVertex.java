package org.convoy.nn.shape;

import org.convoy.nn.dl4j.KernelVertex;
import org.convoy.nn.kernel.ArrayMemory;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link Add}. */
final class AddVertex extends KernelVertex {
  AddVertex(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, dataType);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray sum =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, inputs[0].shape(), 'c');
    kernels().add(ArrayMemory.dense(inputs[0]), ArrayMemory.dense(inputs[1]), sum);
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
