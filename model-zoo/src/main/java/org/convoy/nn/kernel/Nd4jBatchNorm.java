package org.convoy.nn.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalization on ND4J's operations. Sums over a channel are matrix products, for ND4J's
 * reductions and its own batch norm take many times longer.
 */
final class Nd4jBatchNorm {
  private Nd4jBatchNorm() {}

  static void statistics(INDArray input, INDArray mean, INDArray variance) {
    double count = valuesPerChannel(input);
    channelSums(input, mean);
    mean.divi(count);
    INDArray centered = input.sub(perChannel(mean));
    channelSums(centered.muli(centered), variance);
    variance.divi(count);
  }

  static INDArray inverseDeviation(double eps, INDArray variance) {
    INDArray deviation = Transforms.sqrt(variance.add(eps), false);
    return deviation.rdivi(1);
  }

  static void forward(
      double eps,
      INDArray input,
      INDArray mean,
      INDArray variance,
      INDArray weight,
      INDArray bias,
      INDArray output) {
    INDArray scale = weighted(inverseDeviation(eps, variance), weight);
    input.subi(perChannel(mean), output);
    output.muli(perChannel(scale));
    if (bias != null) {
      output.addi(perChannel(bias));
    }
  }

  /** The scale times the weight, if there is one. */
  static INDArray weighted(INDArray scale, INDArray weight) {
    return weight == null ? scale : scale.mul(weight);
  }

  /** Leaves the centered input in {@code centered}. */
  static void parameterGradients(
      INDArray input,
      INDArray mean,
      INDArray scale,
      INDArray outputGradient,
      INDArray centered,
      INDArray weightGradient,
      INDArray biasGradient) {
    input.subi(perChannel(mean), centered);
    channelSums(outputGradient, biasGradient);
    channelSums(outputGradient.mul(centered), weightGradient);
    weightGradient.muli(scale);
  }

  /** Takes the centered input in {@code inputGradient}. */
  static void inputGradient(
      INDArray scale,
      INDArray weight,
      INDArray outputGradient,
      INDArray inputGradient,
      INDArray weightGradient,
      INDArray biasGradient) {
    double count = valuesPerChannel(inputGradient);
    inputGradient.muli(perChannel(scale.mul(weightGradient).divi(-count)));
    inputGradient.addi(outputGradient).subi(perChannel(biasGradient.div(count)));
    inputGradient.muli(perChannel(weighted(scale, weight)));
  }

  static void frozenInputGradient(
      INDArray scale, INDArray weight, INDArray outputGradient, INDArray inputGradient) {
    outputGradient.muli(perChannel(weighted(scale, weight)), inputGradient);
  }

  private static double valuesPerChannel(INDArray array) {
    return (double) array.length() / array.size(1);
  }

  /** [n, c, ...] as [n, c, h * w, 1], the same memory. */
  static INDArray images(INDArray array) {
    long planes = array.size(0) * array.size(1);
    return array.reshape('c', array.size(0), array.size(1), array.length() / planes, 1);
  }

  static INDArray perChannel(INDArray vector) {
    return vector.reshape(1, vector.length(), 1, 1);
  }

  static void channelSums(INDArray array, INDArray sums) {
    INDArray planes = Nd4jOps.planes(array);
    INDArray ones = Nd4j.ones(array.dataType(), planes.size(1), 1);
    INDArray planeSums = Nd4j.createUninitialized(array.dataType(), planes.size(0), 1);
    Nd4jOps.matrixProduct(planes, 0, ones, 0, planeSums);
    planeSums.reshape('c', array.size(0), array.size(1)).sum(sums, 0);
  }
}
