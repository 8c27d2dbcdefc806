package org.convoy.nn.shape;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.dl4j.KernelVertex;
import org.convoy.nn.kernel.ArrayMemory;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link Concat}. */
final class ConcatVertex extends KernelVertex {
  ConcatVertex(ComputationGraph graph, String name, int index, DataType dataType) {
    super(graph, name, index, dataType);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
    long[] shape = inputs[0].shape().clone();
    shape[1] = Arrays.stream(inputs).mapToLong(input -> input.size(1)).sum();
    INDArray output = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    kernels().concat(Arrays.stream(inputs).map(ArrayMemory::dense).toList(), output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
    INDArray[] gradients = new INDArray[inputs.length];
    Arrays.setAll(
        gradients,
        i ->
            workspaceMgr.createUninitialized(
                ArrayType.ACTIVATION_GRAD, dataType, inputs[i].shape(), 'c'));
    kernels().concatBackward(ArrayMemory.dense(epsilon), List.of(gradients));
    return new Pair<>(null, gradients);
  }
}
