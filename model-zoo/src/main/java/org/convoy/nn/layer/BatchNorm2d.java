package org.convoy.nn.layer;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.kernel.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Batch normalization over each channel, PyTorch's {@code BatchNorm2d}; Ioffe and Szegedy 2015. In
 * training the statistics are those of the batch, and the running ones, which are part of the flat
 * parameter vector, move towards them: {@code running = (1 - momentum) * running + momentum *
 * batch}, with the variance's unbiased estimate. In evaluation the running statistics are used.
 */
public final class BatchNorm2d extends TrainableConfiguration {
  static final String WEIGHT = "weight";
  static final String BIAS = "bias";
  static final String RUNNING_MEAN = "running_mean";
  static final String RUNNING_VAR = "running_var";

  private static final double DEFAULT_EPS = 1e-5;
  private static final double DEFAULT_MOMENTUM = 0.1;

  private double eps;
  private double momentum;

  /** With PyTorch's defaults: eps 1e-5, momentum 0.1. */
  public BatchNorm2d() {
    this(DEFAULT_EPS, DEFAULT_MOMENTUM);
  }

  /**
   * A layer that differs from the defaults.
   *
   * @param eps is added to the variance; positive
   * @param momentum the weight of the latest batch in the running statistics, 0 to 1
   */
  public BatchNorm2d(double eps, double momentum) {
    if (!(eps > 0)) {
      throw new IllegalArgumentException("eps must be positive, got " + eps);
    }

    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum must be from 0 to 1, got " + momentum);
    }

    this.eps = eps;
    this.momentum = momentum;
  }

  /** With PyTorch's defaults, for this number of channels only. */
  public static BatchNorm2d of(int channels) {
    BatchNorm2d layer = new BatchNorm2d();
    layer.nIn = Shapes.checkAtLeast("channels", channels, 1);
    return layer;
  }

  public double eps() {
    return eps;
  }

  public double momentum() {
    return momentum;
  }

  @Override
  public String typeName() {
    return "BatchNorm2d";
  }

  @Override
  public void setNIn(InputType inputType, boolean override) {
    super.setNIn(inputType, override);
    nOut = nIn;
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.BatchNormalization(eps, momentum));
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    return List.of(
        specification(WEIGHT, Role.NORM_WEIGHT, 1),
        specification(BIAS, Role.NORM_BIAS, 0),
        specification(RUNNING_MEAN, Role.RUNNING_MEAN, 0),
        specification(RUNNING_VAR, Role.RUNNING_VAR, 1));
  }

  private ParameterSpecification specification(String name, Role role, float value) {
    return new ParameterSpecification(
        name, role, List.of(Math.toIntExact(nIn)), Initialization.constant(value));
  }

  /** None: the arithmetic is element-wise. */
  @Override
  public long multiplyAdds() {
    return 0;
  }

  @Override
  TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new BatchNorm2dLayer(conf, dataType);
  }

  @Override
  void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof BatchNorm2d that
        && eps == that.eps
        && momentum == that.momentum;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), eps, momentum);
  }
}
