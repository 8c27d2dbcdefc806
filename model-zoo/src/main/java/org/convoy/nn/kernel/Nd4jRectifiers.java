package org.convoy.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The rectifier with a learned slope, one for all channels or one for each, on ND4J. */
final class Nd4jRectifiers {
  private Nd4jRectifiers() {}

  static void forward(INDArray input, INDArray weight, INDArray output) {
    INDArray x = Nd4jBatchNorm.images(input);
    INDArray below = Nd4jActivations.negative(x).muli(slopes(weight));
    output.assign(Nd4jActivations.above(x, 0).muli(x).addi(below).reshape('c', input.shape()));
  }

  static void backward(
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient) {
    INDArray x = Nd4jBatchNorm.images(input);
    INDArray gradient = Nd4jBatchNorm.images(outputGradient);
    INDArray sums = Nd4j.createUninitialized(input.dataType(), input.size(1));
    Nd4jBatchNorm.channelSums(Nd4jActivations.negative(x).muli(gradient), sums);
    weightGradient.assign(weight.length() == 1 ? sums.sum() : sums);
    INDArray positive = Nd4jActivations.above(x, 0);
    INDArray factor = positive.rsub(1).muli(slopes(weight)).addi(positive);
    inputGradient.assign(factor.muli(gradient).reshape('c', input.shape()));
  }

  private static INDArray slopes(INDArray weight) {
    return weight.reshape('c', 1, weight.length(), 1, 1);
  }
}
