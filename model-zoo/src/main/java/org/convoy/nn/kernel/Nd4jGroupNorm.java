package org.convoy.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Group normalization on ND4J: the batch normalization of one image whose channels are the groups
 * of all examples, then a scale and a shift of each channel.
 */
final class Nd4jGroupNorm {
  private final INDArray grouped;
  private final INDArray mean;
  private final INDArray scale;

  private Nd4jGroupNorm(int groups, double eps, INDArray input) {
    grouped = grouped(groups, input);
    mean = Nd4j.createUninitialized(input.dataType(), grouped.size(1));
    INDArray variance = mean.ulike();
    Nd4jBatchNorm.statistics(grouped, mean, variance);
    scale = Nd4jBatchNorm.inverseDeviation(eps, variance);
  }

  static void forward(
      int groups, double eps, INDArray input, INDArray weight, INDArray bias, INDArray output) {
    new Nd4jGroupNorm(groups, eps, input).normalize(grouped(groups, output));
    INDArray images = Nd4jBatchNorm.images(output);
    if (weight != null) {
      images.muli(Nd4jBatchNorm.perChannel(weight)).addi(Nd4jBatchNorm.perChannel(bias));
    }
  }

  static void backward(
      int groups,
      double eps,
      INDArray input,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    Nd4jGroupNorm statistics = new Nd4jGroupNorm(groups, eps, input);
    INDArray gradient = Nd4jBatchNorm.images(outputGradient);
    if (weight != null) {
      INDArray normalized = input.ulike();
      statistics.normalize(grouped(groups, normalized));
      Nd4jBatchNorm.channelSums(gradient, biasGradient);
      Nd4jBatchNorm.channelSums(Nd4jBatchNorm.images(normalized).muli(gradient), weightGradient);
      gradient = gradient.mul(Nd4jBatchNorm.perChannel(weight));
    }

    statistics.inputGradient(grouped(groups, gradient), grouped(groups, inputGradient));
  }

  private void normalize(INDArray result) {
    grouped.subi(Nd4jBatchNorm.perChannel(mean), result);
    result.muli(Nd4jBatchNorm.perChannel(scale));
  }

  private void inputGradient(INDArray gradient, INDArray result) {
    INDArray products = mean.ulike();
    INDArray sums = mean.ulike();
    Nd4jBatchNorm.parameterGradients(grouped, mean, scale, gradient, result, products, sums);
    Nd4jBatchNorm.inputGradient(scale, null, gradient, result, products, sums);
  }

  /** [n, c, ...] as [1, n * groups, values of a group, 1], the same memory. */
  private static INDArray grouped(int groups, INDArray array) {
    long all = array.size(0) * groups;
    return array.reshape('c', 1, all, array.length() / all, 1);
  }
}
