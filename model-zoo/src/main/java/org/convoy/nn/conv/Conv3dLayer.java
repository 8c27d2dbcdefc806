package org.convoy.nn.conv;

import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link Conv3d}. */
final class Conv3dLayer extends TrainableLayer<Conv3d> {
  Conv3dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    INDArray bias = layerConf().hasBias() ? getParam(ConvolutionConfiguration.BIAS) : null;
    kernels.conv3d(
        layerConf().geometry(), input, getParam(ConvolutionConfiguration.WEIGHT), bias, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.conv3dBackward(
        layerConf().geometry(),
        input,
        getParam(ConvolutionConfiguration.WEIGHT),
        outputGradient,
        inputGradient,
        parameterGradient(ConvolutionConfiguration.WEIGHT),
        layerConf().hasBias() ? parameterGradient(ConvolutionConfiguration.BIAS) : null);
  }
}
