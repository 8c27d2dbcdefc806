package org.convoy.nn.activation;

import java.util.Optional;
import java.util.SplittableRandom;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.op.Operation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@code max(x, 0) + slope * min(x, 0)}, PyTorch's {@code RReLU}: in training the slope of each
 * value is drawn uniformly from lower to upper, in evaluation it is their mean. Xu et al. 2015.
 */
public final class RReLU extends LayerConfiguration {
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
    this.lower = Bounds.ALL.check("lower", lower);
    this.upper = Bounds.ALL.check("upper", upper);
    if (lower > upper) {
      throw new IllegalArgumentException(
          "lower must be at most upper, got " + lower + " and " + upper);
    }
  }

  private Operation.RandomizedRectifier rectifier() {
    return new Operation.RandomizedRectifier(lower, upper);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(rectifier());
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        if (pass.isTraining()) {
          applySlopes(pass, input, input, output);
        } else {
          output.assign(LeakyReLU.value(expectedSlope(), input));
        }
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        if (pass.isTraining()) {
          applySlopes(pass, input, outputGradient, inputGradient);
        } else {
          outputGradient.muli(LeakyReLU.derivative(expectedSlope(), input), inputGradient);
        }
      }
    };
  }

  private double expectedSlope() {
    return rectifier().expected().negativeSlope();
  }

  private void applySlopes(Arithmetic.Pass pass, INDArray input, INDArray from, INDArray to) {
    SplittableRandom random = pass.random();
    Operation.RandomizedRectifier rectifier = rectifier();
    double[] signs = ArrayMemory.copyAsDoubles(input);
    double[] values = ArrayMemory.copyAsDoubles(from);
    for (int i = 0; i < values.length; i++) {
      double slope = rectifier.draw(random);
      values[i] = signs[i] > 0 ? values[i] : values[i] * slope;
    }

    ArrayMemory.assign(to, values);
  }
}
