package org.convoy.nn.dropout;

import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Dropout, PyTorch's {@code Dropout}: in training each value is zeroed with this probability, the
 * others are scaled by 1 / (1 - probability). Srivastava et al. 2014.
 */
public final class Dropout extends StatelessConfiguration {
  private double probability;

  /** For JSON. */
  private Dropout() {}

  /** The probability of zeroing a value, from 0 to 1. */
  public Dropout(double probability) {
    this.probability = Arguments.checkFraction("Dropout probability", probability);
  }

  @Override
  public String typeName() {
    return "Dropout";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Dropout(probability));
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new DropoutLayer(conf, dataType, new Operation.Dropout(probability), false);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && other instanceof Dropout that && probability == that.probability;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), probability);
  }
}
