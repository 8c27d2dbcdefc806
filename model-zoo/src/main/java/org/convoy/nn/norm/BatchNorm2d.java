package org.convoy.nn.norm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.LayerBuilder;
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
  static final String NUM_BATCHES_TRACKED = "num_batches_tracked";

  private static final double DEFAULT_EPS = 1e-5;
  private static final double DEFAULT_MOMENTUM = 0.1;

  private double eps;
  private double momentum;
  private boolean cumulativeAverage;
  private boolean affine = true;
  private boolean trackRunningStats = true;

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
    this.eps = Arguments.checkPositive("eps", eps);
    this.momentum = Arguments.checkFraction("momentum", momentum);
  }

  private BatchNorm2d(Builder builder) {
    this(builder.eps, builder.momentum);
    cumulativeAverage = builder.cumulativeAverage;
    affine = builder.affine;
    trackRunningStats = builder.trackRunningStats;
  }

  public static Builder builder() {
    return new Builder();
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

  /** Empty for the plain average of all batches. */
  public OptionalDouble momentum() {
    return cumulativeAverage ? OptionalDouble.empty() : OptionalDouble.of(momentum);
  }

  boolean tracksRunningStats() {
    return trackRunningStats;
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
    return Optional.of(
        new Operation.BatchNormalization(eps, momentum(), affine, trackRunningStats));
  }

  @Override
  public List<Integer> outputShape() {
    return inputShape();
  }

  @Override
  public List<ParameterSpecification> parameterSpecifications() {
    List<ParameterSpecification> specifications = new ArrayList<>();
    if (affine) {
      specifications.add(specification(WEIGHT, Role.NORM_WEIGHT, 1));
      specifications.add(specification(BIAS, Role.NORM_BIAS, 0));
    }

    if (trackRunningStats) {
      specifications.add(specification(RUNNING_MEAN, Role.RUNNING_MEAN, 0));
      specifications.add(specification(RUNNING_VAR, Role.RUNNING_VAR, 1));
    }

    if (trackRunningStats && cumulativeAverage) {
      specifications.add(
          new ParameterSpecification(
              NUM_BATCHES_TRACKED,
              Role.NUM_BATCHES_TRACKED,
              List.of(),
              Initialization.constant(0)));
    }

    return List.copyOf(specifications);
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
  protected TrainableLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new BatchNorm2dLayer(conf, dataType);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof BatchNorm2d that
        && eps == that.eps
        && momentum == that.momentum
        && cumulativeAverage == that.cumulativeAverage
        && affine == that.affine
        && trackRunningStats == that.trackRunningStats;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(), eps, momentum, cumulativeAverage, affine, trackRunningStats);
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder implements LayerBuilder {
    private double eps = DEFAULT_EPS;
    private double momentum = DEFAULT_MOMENTUM;
    private boolean cumulativeAverage;
    private boolean affine = true;
    private boolean trackRunningStats = true;

    private Builder() {}

    /** Is added to the variance; positive. */
    public Builder eps(double value) {
      eps = value;
      return this;
    }

    /** The weight of the latest batch in the running statistics, 0 to 1. */
    public Builder momentum(double value) {
      momentum = value;
      cumulativeAverage = false;
      return this;
    }

    /**
     * The running statistics are the plain average of those of all batches (PyTorch: {@code
     * momentum=None}); the layer gets a tensor num_batches_tracked that counts them.
     */
    public Builder cumulativeAverage() {
      cumulativeAverage = true;
      return this;
    }

    /** No weight and no bias (PyTorch: {@code affine=False}). */
    public Builder withoutAffine() {
      affine = false;
      return this;
    }

    /**
     * Evaluation, too, uses the batch's statistics (PyTorch: {@code track_running_stats=False}).
     */
    public Builder withoutRunningStats() {
      trackRunningStats = false;
      return this;
    }

    /**
     * Makes the layer.
     *
     * @throws IllegalArgumentException if eps or momentum is out of its range
     */
    @Override
    public BatchNorm2d build() {
      return new BatchNorm2d(this);
    }
  }
}
