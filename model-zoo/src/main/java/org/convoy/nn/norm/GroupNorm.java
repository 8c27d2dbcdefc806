package org.convoy.nn.norm;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.TrainableConfiguration;
import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Normalization over groups of neighbouring channels of each example, PyTorch's {@code GroupNorm};
 * Wu and He 2018. One group is layer normalization, one for each channel instance normalization. It
 * does the same in training and evaluation.
 */
public final class GroupNorm extends TrainableConfiguration {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";

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
    this.eps = Arguments.checkPositive("eps", eps);
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

  int numGroups() {
    return numGroups;
  }

  double eps() {
    return eps;
  }

  boolean isAffine() {
    return affine;
  }

  @Override
  public String typeName() {
    return "GroupNorm";
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    nOut = nIn;
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.GroupNormalization(numGroups, eps, affine));
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
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

  /** None: the arithmetic is element-wise. */
  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  protected TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new GroupNormLayer(conf, dataType);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    if (shape.get(0) != numChannels) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\" normalizes "
              + numChannels
              + " channels, got an input of shape "
              + shape);
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof GroupNorm that
        && numGroups == that.numGroups
        && numChannels == that.numChannels
        && eps == that.eps
        && affine == that.affine;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), numGroups, numChannels, eps, affine);
  }
}
