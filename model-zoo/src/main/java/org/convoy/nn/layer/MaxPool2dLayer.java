package org.convoy.nn.layer;

import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link MaxPool2d}. */
final class MaxPool2dLayer extends StatelessLayer<MaxPool2d> {
  MaxPool2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.maxPool2d(layerConf().geometry(), input, output);
  }

  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.maxPool2dBackward(layerConf().geometry(), input, outputGradient, inputGradient);
  }
}
