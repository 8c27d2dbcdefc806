package org.convoy.nn.norm;

import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link LocalResponseNorm}. */
final class LocalResponseNormLayer extends StatelessLayer<LocalResponseNorm> {
  LocalResponseNormLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.localResponseNorm(layerConf().response(), input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.localResponseNormBackward(layerConf().response(), input, outputGradient, inputGradient);
  }
}
