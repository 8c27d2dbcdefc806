package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.dl4j.ArrayOperations.perChannel;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The arithmetic of normalization over channels on ND4J, whose own batch norm takes many times
 * longer.
 */
final class ChannelNorm {
  private ChannelNorm() {}

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

  static double valuesPerChannel(INDArray array) {
    return (double) array.length() / array.size(1);
  }
}
