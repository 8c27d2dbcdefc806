package org.convoy.nn.layer;

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
  void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.adaptiveAvgPool2d(input, output);
  }

  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.adaptiveAvgPool2dBackward(outputGradient, inputGradient);
  }
}
