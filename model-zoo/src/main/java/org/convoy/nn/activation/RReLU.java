package org.convoy.nn.activation;

import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * {@code max(x, 0) + slope * min(x, 0)}, PyTorch's {@code RReLU}: in training the slope of each
 * value is drawn uniformly from lower to upper, in evaluation it is their mean. Xu et al. 2015.
 */
public final class RReLU extends StatelessConfiguration {
  private static final double DEFAULT_LOWER = 1.0 / 8;
  private static final double DEFAULT_UPPER = 1.0 / 3;

  private double lower;
  private double upper;

  /** With PyTorch's defaults: slopes from 1/8 to 1/3. */
  public RReLU() {
    this(DEFAULT_LOWER, DEFAULT_UPPER);
  }

  /** Slopes from {@code lower} to {@code upper}, which is not less. */
  public RReLU(double lower, double upper) {
    this.lower = Arguments.checkFinite("lower", lower);
    this.upper = Arguments.checkFinite("upper", upper);
    if (lower > upper) {
      throw new IllegalArgumentException(
          "lower must be at most upper, got " + lower + " and " + upper);
    }
  }

  Operation.RandomizedRectifier rectifier() {
    return new Operation.RandomizedRectifier(lower, upper);
  }

  @Override
  public String typeName() {
    return "RReLU";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(rectifier());
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new RReLULayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof RReLU that
        && lower == that.lower
        && upper == that.upper;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), lower, upper);
  }
}
