package org.convoy.nn.norm;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Normalization by the neighbouring channels of the same pixel, PyTorch's {@code
 * LocalResponseNorm}; Krizhevsky et al. 2012. As there, {@code alpha} multiplies the mean of the
 * window's squares (zeros beyond the first and last channel included), not their sum.
 */
public final class LocalResponseNorm extends LayerConfiguration {
  private static final double DEFAULT_ALPHA = 1e-4;
  private static final double DEFAULT_BETA = 0.75;
  private static final double DEFAULT_K = 1;

  private int size;
  private double alpha;
  private double beta;
  private double k;

  /** For JSON. */
  private LocalResponseNorm() {}

  /** With PyTorch's defaults: alpha 1e-4, beta 0.75, k 1. */
  public LocalResponseNorm(int size) {
    this(size, DEFAULT_ALPHA, DEFAULT_BETA, DEFAULT_K);
  }

  /**
   * {@code input / (k + alpha * mean of squares)^beta}.
   *
   * @param size channels of the window, at least 1
   */
  public LocalResponseNorm(int size, double alpha, double beta, double k) {
    this.size = Shapes.checkAtLeast("size", size, 1);
    this.alpha = Bounds.ALL.check("alpha", alpha);
    this.beta = Bounds.ALL.check("beta", beta);
    this.k = Bounds.ALL.check("k", k);
  }

  private LocalResponse response() {
    return new LocalResponse(size, alpha, beta, k);
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.LocalResponseNormalization(response()));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  protected Arithmetic arithmetic() {
    return new Arithmetic() {
      @Override
      public void forward(Pass pass, INDArray input, INDArray output) {
        INDArray power = Transforms.pow(divisor(input), -beta, false);
        input.muli(power, output);
      }

      @Override
      public void backward(
          Pass pass, INDArray input, INDArray outputGradient, INDArray inputGradient) {
        INDArray divisor = divisor(input);
        INDArray power = Transforms.pow(divisor, -beta, true);
        INDArray influence = power.div(divisor).muli(input).muli(outputGradient);
        INDArray sums = windowSums(influence, response().after(), response().before());
        sums.muli(input).muli(-2 * beta * response().share());
        outputGradient.muli(power, inputGradient);
        inputGradient.addi(sums);
      }
    };
  }

  private INDArray divisor(INDArray input) {
    INDArray sums = windowSums(input.mul(input), response().before(), response().after());
    return sums.muli(response().share()).addi(k);
  }

  /** Sums over the channels from so many before to so many after each, as sums of shifts. */
  private static INDArray windowSums(INDArray values, int before, int after) {
    long channels = values.size(1);
    INDArray sums = values.dup('c');
    for (long shift = -before; shift <= after; shift++) {
      if (shift != 0 && Math.abs(shift) < channels) {
        long first = Math.max(0, -shift);
        long end = channels - Math.max(0, shift);
        channels(sums, first, end).addi(channels(values, first + shift, end + shift));
      }
    }

    return sums;
  }

  private static INDArray channels(INDArray values, long first, long end) {
    return values.get(NDArrayIndex.all(), NDArrayIndex.interval(first, end));
  }
}
