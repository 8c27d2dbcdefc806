package org.convoy.nn.norm;

import static org.convoy.nn.dl4j.ArrayOperations.perChannel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerBuilder;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.init.Initialization;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalization over each channel, PyTorch's {@code BatchNorm2d}; Ioffe and Szegedy 2015. In
 * training the statistics are those of the batch, and the running ones, which are part of the flat
 * parameter vector, move towards them: {@code running = (1 - momentum) * running + momentum *
 * batch}, with the variance's unbiased estimate. In evaluation the running statistics are used.
 */
public final class BatchNorm2d extends LayerConfiguration {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";
  private static final String RUNNING_MEAN = "running_mean";
  private static final String RUNNING_VAR = "running_var";
  private static final String NUM_BATCHES_TRACKED = "num_batches_tracked";

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
    this.eps = Bounds.POSITIVE.check("eps", eps);
    this.momentum = Bounds.SHARE.check("momentum", momentum);
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

  @Override
  public Optional<Operation> operation() {
    return Optional.of(
        new Operation.BatchNormalization(eps, momentum(), affine, trackRunningStats));
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

  @Override
  protected Arithmetic arithmetic() {
    return new BatchArithmetic();
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  /** Keeps the statistics of the latest training batch, outside DL4J's workspaces. */
  private final class BatchArithmetic implements Arithmetic {
    private INDArray batchMean;
    private INDArray batchVariance;
    private boolean usesBatch;

    @Override
    public void forward(Pass pass, INDArray input, INDArray output) {
      usesBatch = pass.isTraining() || !trackRunningStats;
      if (usesBatch) {
        measure(input);
      }

      if (pass.isTraining() && trackRunningStats) {
        moveRunningStatistics(pass, ChannelNorm.valuesPerChannel(input));
      }

      ChannelNorm.forward(
          eps,
          input,
          mean(pass),
          variance(pass),
          pass.parameter(WEIGHT),
          pass.parameter(BIAS),
          output);
    }

    private void measure(INDArray input) {
      if (ChannelNorm.valuesPerChannel(input) == 1) {
        throw new IllegalArgumentException(
            ("Layer \"%s\" needs more than one value in each channel to train, got a batch"
                    + " of 1 example with 1 x 1 pixel; use larger batches or images")
                .formatted(layerName));
      }

      if (batchMean == null) {
        batchMean = Nd4j.createUninitializedDetached(input.dataType(), input.size(1));
        batchVariance = Nd4j.createUninitializedDetached(input.dataType(), input.size(1));
      }

      ChannelNorm.statistics(input, batchMean, batchVariance);
    }

    private void moveRunningStatistics(Pass pass, double values) {
      double share = cumulativeAverage ? shareOfNextBatch(pass) : momentum;
      move(pass.parameter(RUNNING_MEAN), batchMean, share, 1);
      move(pass.parameter(RUNNING_VAR), batchVariance, share, values / (values - 1));
    }

    /** The count is whole, but averages of it over replicas may be off a little. */
    private static double shareOfNextBatch(Pass pass) {
      INDArray counter = pass.parameter(NUM_BATCHES_TRACKED);
      double count = Math.rint(counter.getDouble(0)) + 1;
      counter.assign(count);
      return 1 / count;
    }

    private static void move(INDArray running, INDArray latest, double momentum, double scale) {
      running.muli(1 - momentum).addi(latest.mul(momentum * scale));
    }

    @Override
    public void backward(
        Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
      INDArray weight = pass.parameter(WEIGHT);
      INDArray mean = mean(pass);
      INDArray scale = ChannelNorm.inverseDeviation(eps, variance(pass));
      INDArray products = affine ? pass.gradient(WEIGHT) : mean.ulike();
      INDArray sums = affine ? pass.gradient(BIAS) : mean.ulike();
      if (usesBatch || affine) {
        ChannelNorm.parameterGradients(
            input, mean, scale, outputGradient, inputGradient, products, sums);
      }

      if (usesBatch) {
        ChannelNorm.inputGradient(scale, weight, outputGradient, inputGradient, products, sums);
      } else {
        outputGradient.muli(perChannel(ChannelNorm.weighted(scale, weight)), inputGradient);
      }

      for (ParameterSpecification parameter : parameterSpecifications()) {
        if (!parameter.role().isTrainable()) {
          pass.gradient(parameter.name()).assign(0);
        }
      }
    }

    private INDArray mean(Pass pass) {
      return usesBatch ? batchMean : pass.parameter(RUNNING_MEAN);
    }

    private INDArray variance(Pass pass) {
      return usesBatch ? batchVariance : pass.parameter(RUNNING_VAR);
    }
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
