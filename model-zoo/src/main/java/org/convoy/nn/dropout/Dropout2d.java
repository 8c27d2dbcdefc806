package org.convoy.nn.dropout;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.nn.dl4j.Arguments;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Dropout of channels, PyTorch's {@code Dropout2d}: in training all of a channel of an example is
 * zeroed with this probability, the others are scaled by 1 / (1 - probability). Tompson et al.
 * 2014.
 */
public final class Dropout2d extends StatelessConfiguration {
  private double probability;

  /** For JSON. */
  private Dropout2d() {}

  /** The probability of zeroing a channel, from 0 to 1. */
  public Dropout2d(double probability) {
    this.probability = Arguments.checkFraction("Dropout probability", probability);
  }

  @Override
  public String typeName() {
    return "Dropout2d";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.ChannelDropout(new Operation.Dropout(probability)));
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 3, "[channels, height, width]");
  }

  @Override
  protected StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new DropoutLayer(conf, dataType, new Operation.Dropout(probability), true);
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof Dropout2d that
        && probability == that.probability;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), probability);
  }
}
