package org.convoy.nn.activation;

import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link PReLU}. */
final class PReLULayer extends TrainableLayer<PReLU> {
  PReLULayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.prelu(input, getParam(PReLU.WEIGHT), output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.preluBackward(
        input,
        getParam(PReLU.WEIGHT),
        outputGradient,
        inputGradient,
        parameterGradient(PReLU.WEIGHT));
  }
}
