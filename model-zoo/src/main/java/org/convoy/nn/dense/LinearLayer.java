package org.convoy.nn.dense;

import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link Linear}. */
final class LinearLayer extends TrainableLayer<Linear> {
  LinearLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    INDArray bias = layerConf().hasBias() ? getParam(Linear.BIAS) : null;
    kernels.linear(rows(input), getParam(Linear.WEIGHT), bias, rows(output));
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.linearBackward(
        rows(input),
        getParam(Linear.WEIGHT),
        rows(outputGradient),
        inputGradient == null ? null : rows(inputGradient),
        parameterGradient(Linear.WEIGHT),
        layerConf().hasBias() ? parameterGradient(Linear.BIAS) : null);
  }

  /** [n, …, features] as [rows, features], the same memory. */
  private static INDArray rows(INDArray array) {
    long features = array.size(array.rank() - 1);
    return array.reshape('c', array.length() / features, features);
  }
}
