package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.channelSums;
import static org.convoy.nn.dl4j.ArrayOperations.images;
import static org.convoy.nn.dl4j.ArrayOperations.perChannel;
import static org.convoy.nn.norm.Standardization.BIAS;
import static org.convoy.nn.norm.Standardization.WEIGHT;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Normalization over groups of neighbouring channels of each example, PyTorch's {@code GroupNorm};
 * Wu and He 2018. One group is layer normalization, one for each channel instance normalization. It
 * does the same in training and evaluation.
 */
public final class GroupNorm extends LayerConfiguration {
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
    return affine ? Standardization.parameters(numChannels) : List.of();
  }

  /** A standardization of each group, then a scale and a shift of each channel. */
  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        new Standardization(grouped(input), eps).normalize(grouped(output));
        if (affine) {
          images(output)
              .muli(perChannel(pass.parameter(WEIGHT)))
              .addi(perChannel(pass.parameter(BIAS)));
        }
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        Standardization statistics = new Standardization(grouped(input), eps);
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
}
