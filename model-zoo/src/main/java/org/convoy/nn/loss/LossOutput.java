package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.dl4j.Arithmetic;
import org.convoy.nn.dl4j.LayerConfiguration;
import org.convoy.nn.dl4j.LayerRuntime;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.shape.Concat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a network: the source of its loss. DL4J's labels are one row an example: a value for
 * each output or, where there are several, one class.
 *
 * <p>Where a network has auxiliary classifiers, which only its training has, the layer takes a
 * {@link Concat} of the network's logits and, after them, theirs.
 */
public abstract class LossOutput extends LayerConfiguration {
  private double[] auxiliaryWeights = {};

  /** The name of the loss. */
  @Override
  public final String typeName() {
    return evaluationLoss().getClass().getSimpleName();
  }

  /** The loss in evaluation: a function of the network's own logits. */
  public abstract Loss evaluationLoss();

  /** What training makes small: a function of all outputs that the layer takes. */
  public final Loss loss() {
    return auxiliaryWeights.length == 0
        ? evaluationLoss()
        : new AuxiliaryLoss(evaluationLoss(), auxiliaryWeights);
  }

  /** How many auxiliary classifiers' logits come after the network's own. */
  public final int auxiliaryClassifiers() {
    return auxiliaryWeights.length;
  }

  /**
   * A copy that takes the logits of this many auxiliary classifiers, too.
   *
   * @param weights a factor, not negative, for each one's part of the loss
   */
  public final LossOutput withAuxiliary(double... weights) {
    for (double weight : weights) {
      Bounds.NOT_NEGATIVE.check("Auxiliary weight", weight);
    }

    LossOutput copy = (LossOutput) clone();
    copy.auxiliaryWeights = weights.clone();
    return copy;
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
   * @param logits [examples, classes], example by example
   */
  double[] activations(double[] logits, int classes) {
    return logits;
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    Shapes.checkRank(layerName, shape, 1, "[classes]");
    int classifiers = 1 + auxiliaryWeights.length;
    if (shape.get(0) % classifiers != 0) {
      throw new IllegalArgumentException(
          "Layer \"%s\" needs the logits of %d classifiers side by side, got %d outputs"
              .formatted(layerName, classifiers, shape.get(0)));
    }
  }

  @Override
  public final Optional<Operation> operation() {
    return Optional.empty();
  }

  /** None of its own: the runtime computes it. */
  @Override
  protected final Arithmetic arithmetic() {
    throw new UnsupportedOperationException("A loss is computed by its runtime");
  }

  @Override
  protected LayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
    return new LossOutputLayer(conf, dataType);
  }
}
