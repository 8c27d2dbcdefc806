package org.convoy.nn.shape;

import org.convoy.nn.dl4j.BatchShape;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runtime of {@link Flatten}: only the shape changes, values are copied only between workspaces.
 */
final class FlattenLayer extends StatelessLayer<Flatten> {
  FlattenLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    INDArray flat =
        ArrayMemory.dense(input).reshape('c', BatchShape.of(input, layerConf().outputShape()));
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, flat);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray shaped = ArrayMemory.dense(epsilon).reshape('c', input.shape());
    return new Pair<>(
        new DefaultGradient(), workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, shaped));
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    output.assign(input.reshape('c', output.shape()));
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    inputGradient.assign(outputGradient.reshape('c', inputGradient.shape()));
  }
}
