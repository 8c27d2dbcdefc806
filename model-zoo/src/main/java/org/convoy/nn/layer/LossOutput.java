package org.convoy.nn.layer;

import java.util.List;
import org.convoy.nn.loss.Loss;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a network: the source of its loss. DL4J's labels are one row an example: a value for
 * each output or, where there are several, one class.
 *
 * <p>Where a network has auxiliary classifiers, which only its training has, the layer takes a
 * {@link Concat} of the network's logits and, after them, theirs.
 */
public abstract class LossOutput extends StatelessConfiguration {
  /** What training makes small: a function of all outputs that the layer takes. */
  public abstract Loss loss();

  /** The loss in evaluation: a function of the network's own logits. */
  public Loss evaluationLoss() {
    return loss();
  }

  /** How many auxiliary classifiers' logits come after the network's own. */
  public int auxiliaryClassifiers() {
    return 0;
  }

  /** The number of classes. */
  public final int classes() {
    return outputShape().get(0);
  }

  /** The network's own logits among them. */
  @Override
  public final List<Integer> outputShape() {
    return inputShape().isEmpty()
        ? List.of()
        : List.of(inputShape().get(0) / (1 + auxiliaryClassifiers()));
  }

  /**
   * The graph's output.
   *
   * @param logits [examples, classes], example by example
   */
  double[] activations(double[] logits, int classes) {
    return logits;
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
