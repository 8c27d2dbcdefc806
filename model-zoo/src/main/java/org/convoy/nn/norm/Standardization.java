package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.perChannel;

import java.util.List;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an example is brought to mean 0 and variance 1 by, group by group: the batch normalization
 * of one image whose channels are the groups of all examples. It is the same in training and
 * evaluation.
 */
final class Standardization {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

  private final INDArray image;
  private final INDArray mean;
  private final INDArray scale;

  /**
   * @param image [1, groups, values of a group, 1]
   * @param eps is added to the variance
   */
  Standardization(INDArray image, double eps) {
    this.image = image;
    mean = Nd4j.createUninitialized(image.dataType(), image.size(1));
    INDArray variance = mean.ulike();
    ChannelNorm.statistics(image, mean, variance);
    scale = ChannelNorm.inverseDeviation(eps, variance);
  }

  /** A weight and a bias for each of so many features. */
  static List<ParameterSpecification> parameters(int features) {
    return List.of(
        new ParameterSpecification(
            WEIGHT, Role.NORM_WEIGHT, List.of(features), Initialization.constant(1)),
        new ParameterSpecification(
            BIAS, Role.NORM_BIAS, List.of(features), Initialization.constant(0)));
  }

  /** Writes what the image becomes. */
  void normalize(INDArray result) {
    image.subi(perChannel(mean), result);
    result.muli(perChannel(scale));
  }

  /** Writes the gradient by the image. */
  void inputGradient(INDArray gradient, INDArray result) {
    INDArray products = mean.ulike();
    INDArray sums = mean.ulike();
    ChannelNorm.parameterGradients(image, mean, scale, gradient, result, products, sums);
    ChannelNorm.inputGradient(scale, null, gradient, result, products, sums);
  }
}
