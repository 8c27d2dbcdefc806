package org.convoy.nn.activation;

import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of the layers that are a function of each element by itself. */
final class ActivationLayer extends StatelessLayer<ActivationConfiguration> {
  ActivationLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.activation(layerConf().function(), input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.activationBackward(layerConf().function(), input, outputGradient, inputGradient);
  }
}
