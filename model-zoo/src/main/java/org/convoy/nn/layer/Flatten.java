package org.convoy.nn.layer;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.kernel.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** [channels, height, width] to [features], PyTorch's {@code Flatten}. */
public final class Flatten extends StatelessConfiguration {
  @Override
  public String typeName() {
    return "Flatten";
  }

  @Override
  public Optional<Operation> operation() {
    return Optional.of(new Operation.Flatten());
  }

  @Override
  public List<Integer> outputShape() {
    return List.of(inputShape().stream().reduce(1, Math::multiplyExact));
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new FlattenLayer(conf, dataType);
  }
}
