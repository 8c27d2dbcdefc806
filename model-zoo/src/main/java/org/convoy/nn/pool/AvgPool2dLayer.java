package org.convoy.nn.pool;

import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link AvgPool2d}. */
final class AvgPool2dLayer extends StatelessLayer<AvgPool2d> {
  AvgPool2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.avgPool2d(layerConf().geometry(), input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.avgPool2dBackward(layerConf().geometry(), input, outputGradient, inputGradient);
  }
}
