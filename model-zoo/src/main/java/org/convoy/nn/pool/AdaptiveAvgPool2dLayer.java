package org.convoy.nn.pool;

import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link AdaptiveAvgPool2d}. */
final class AdaptiveAvgPool2dLayer extends StatelessLayer<AdaptiveAvgPool2d> {
  AdaptiveAvgPool2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.adaptiveAvgPool2d(input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.adaptiveAvgPool2dBackward(outputGradient, inputGradient);
  }
}
