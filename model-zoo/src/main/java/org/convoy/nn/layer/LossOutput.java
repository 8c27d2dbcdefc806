package org.convoy.nn.layer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.Reduction;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a network: the source of its loss. DL4J's labels are one row an example: a value for
 * each output or, where there are several, one class.
 */
public abstract class LossOutput extends StatelessConfiguration {
  /** What training makes small. */
  public abstract Loss loss();

  /**
   * Requires one number to train on.
   *
   * @throws IllegalArgumentException if losses are not reduced to one
   */
  static Reduction checkReduction(Reduction reduction) {
    if (requireNonNull(reduction, "reduction is null") == Reduction.NONE) {
      throw new IllegalArgumentException(
          "A network is trained on one number: reduction must be MEAN or SUM, got NONE");
    }

    return reduction;
  }

  /**
   * The graph's output.
   *
   * @param outputs [examples, count], example by example, of the layer before
   */
  double[] activations(double[] outputs, int count) {
    return outputs;
  }

  @Override
  void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 1, "[classes]");
  }

  @Override
  StatelessLayer<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LossOutputLayer(conf, dataType);
  }
}
