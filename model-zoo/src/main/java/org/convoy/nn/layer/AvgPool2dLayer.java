package org.convoy.nn.layer;

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
  void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.avgPool2d(layerConf().geometry(), input, output);
  }

  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.avgPool2dBackward(layerConf().geometry(), input, outputGradient, inputGradient);
  }
}
