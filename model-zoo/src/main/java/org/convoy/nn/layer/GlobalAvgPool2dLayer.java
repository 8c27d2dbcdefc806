package org.convoy.nn.layer;

import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link GlobalAvgPool2d}. */
final class GlobalAvgPool2dLayer extends StatelessLayer<GlobalAvgPool2d> {
  GlobalAvgPool2dLayer(NeuralNetConfiguration conf, DataType dataType) {
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
