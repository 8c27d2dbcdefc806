package org.convoy.nn.norm;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Normalization by the neighbouring channels of the same pixel, PyTorch's {@code
 * LocalResponseNorm}; Krizhevsky et al. 2012. As there, {@code alpha} multiplies the mean of the
 * window's squares (zeros beyond the first and last channel included), not their sum.
 */
public final class LocalResponseNorm extends StatelessConfiguration {
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
    this.alpha = Arguments.checkFinite("alpha", alpha);
    this.beta = Arguments.checkFinite("beta", beta);
    this.k = Arguments.checkFinite("k", k);
  }

  LocalResponse response() {
    return new LocalResponse(size, alpha, beta, k);
  }

  @Override
  public String typeName() {
    return "LocalResponseNorm";
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
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LocalResponseNormLayer(conf, dataType);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof LocalResponseNorm that
        && response().equals(that.response());
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), response());
  }
}
