package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.dl4j.ArrayOperations.images;
import static org.convoy.nn.dl4j.ArrayOperations.perChannel;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Normalization over groups of neighbouring channels of each example, PyTorch's {@code GroupNorm};
 * Wu and He 2018. One group is layer normalization, one for each channel instance normalization. It
 * does the same in training and evaluation.
 */
public final class GroupNorm extends LayerConfiguration {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private static final double DEFAULT_EPS = 1e-5;

  private int numGroups;
  private int numChannels;
  private double eps;
  private boolean affine;

  /** For JSON. */
  private GroupNorm() {}

  private GroupNorm(int numGroups, int numChannels, double eps, boolean affine) {
    this.numGroups = Shapes.checkAtLeast("numGroups", numGroups, 1);
    this.numChannels = Shapes.checkAtLeast("numChannels", numChannels, 1);
    this.eps = Bounds.POSITIVE.check("eps", eps);
    this.affine = affine;
    if (numChannels % numGroups != 0) {
      throw new IllegalArgumentException(
          "numChannels must be a multiple of numGroups, got " + numChannels + " and " + numGroups);
    }
  }

  /** With PyTorch's defaults: eps 1e-5, a weight and a bias for each channel. */
  public GroupNorm(int numGroups, int numChannels) {
    this(numGroups, numChannels, DEFAULT_EPS, true);
  }

  /** With this positive number added to the variance. */
  public GroupNorm(int numGroups, int numChannels, double eps) {
    this(numGroups, numChannels, eps, true);
  }

  /** The same without weight and bias (PyTorch: {@code affine=False}). */
  public GroupNorm withoutAffine() {
    return new GroupNorm(numGroups, numChannels, eps, false);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.GroupNormalization(numGroups, eps, affine));
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return affine
        ? List.of(
            specification(WEIGHT, Role.NORM_WEIGHT, 1), specification(BIAS, Role.NORM_BIAS, 0))
        : List.of();
  }

  private ParameterSpecification specification(String name, Role role, float value) {
    return new ParameterSpecification(
        name, role, List.of(numChannels), Initialization.constant(value));
  }

  /**
   * The batch normalization of one image whose channels are the groups of all examples, then a
   * scale and a shift of each channel.
   */
  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        new Statistics(input).normalize(grouped(output));
        if (affine) {
          images(output)
              .muli(perChannel(pass.parameter(WEIGHT)))
              .addi(perChannel(pass.parameter(BIAS)));
        }
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        Statistics statistics = new Statistics(input);
        INDArray gradient = images(outputGradient);
        if (affine) {
          INDArray normalized = input.ulike();
          statistics.normalize(grouped(normalized));
          channelSums(gradient, pass.gradient(BIAS));
          channelSums(images(normalized).muli(gradient), pass.gradient(WEIGHT));
          gradient = gradient.mul(perChannel(pass.parameter(WEIGHT)));
        }

        statistics.inputGradient(grouped(gradient), grouped(inputGradient));
      }
    };
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    if (shape.get(0) != numChannels) {
      throw new IllegalArgumentException(
          "Layer \"%s\" normalizes %s channels, got an input of shape %s"
              .formatted(layerName, numChannels, shape));
    }
  }

  /** [n, c, ...] as [1, n * groups, values of a group, 1], the same memory. */
  private INDArray grouped(INDArray array) {
    long all = array.size(0) * numGroups;
    return array.reshape('c', 1, all, array.length() / all, 1);
  }

  private final class Statistics {
    private final INDArray grouped;
    private final INDArray mean;
    private final INDArray scale;

    Statistics(INDArray input) {
      grouped = grouped(input);
      mean = Nd4j.createUninitialized(input.dataType(), grouped.size(1));
      INDArray variance = mean.ulike();
      ChannelNorm.statistics(grouped, mean, variance);
      scale = ChannelNorm.inverseDeviation(eps, variance);
    }

    void normalize(INDArray result) {
      grouped.subi(perChannel(mean), result);
      result.muli(perChannel(scale));
    }

    void inputGradient(INDArray gradient, INDArray result) {
      INDArray products = mean.ulike();
      INDArray sums = mean.ulike();
      ChannelNorm.parameterGradients(grouped, mean, scale, gradient, result, products, sums);
      ChannelNorm.inputGradient(scale, null, gradient, result, products, sums);
    }
  }
}
