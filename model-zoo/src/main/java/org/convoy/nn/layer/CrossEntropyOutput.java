package org.convoy.nn.layer;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.convoy.nn.loss.AuxiliaryLoss;
import org.convoy.nn.loss.CrossEntropyLoss;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.Reduction;

/**
 * The end of a classifier: takes logits, gives class probabilities (softmax) as the graph's output,
 * and is the source of the loss, PyTorch's {@code CrossEntropyLoss}. Targets are classes or rows of
 * class probabilities. Auxiliary classifiers have the same loss, each with its weight.
 */
public final class CrossEntropyOutput extends LossOutput {
  private double labelSmoothing;
  private double[] classWeights;
  private int ignoreIndex = CrossEntropyLoss.DEFAULT_IGNORE_INDEX;
  private Reduction reduction = Reduction.MEAN;
  private double[] auxiliaryWeights = {};

  public CrossEntropyOutput() {
    this(0);
  }

  /** Mixes the labels with this share, from 0 to 1, of the uniform distribution. */
  public CrossEntropyOutput(double labelSmoothing) {
    this.labelSmoothing = Arguments.checkFraction("Label smoothing", labelSmoothing);
  }

  private CrossEntropyOutput(Builder builder) {
    this(builder.labelSmoothing);
    classWeights = builder.classWeights;
    ignoreIndex = builder.ignoreIndex;
    reduction = builder.reduction;
    auxiliaryWeights = builder.auxiliaryWeights;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Loss loss() {
    return auxiliaryWeights.length == 0
        ? evaluationLoss()
        : new AuxiliaryLoss(evaluationLoss(), auxiliaryWeights);
  }

  @Override
  public Loss evaluationLoss() {
    return new CrossEntropyLoss(classWeights, labelSmoothing, ignoreIndex, reduction);
  }

  @Override
  public int auxiliaryClassifiers() {
    return auxiliaryWeights.length;
  }

  @Override
  double[] activations(double[] logits, int classes) {
    return CrossEntropyLoss.probabilities(logits, classes);
  }

  @Override
  public String typeName() {
    return "CrossEntropyLoss";
  }

  @Override
  void checkInput(List<Integer> shape) {
    super.checkInput(shape);
    int classifiers = 1 + auxiliaryWeights.length;
    if (shape.get(0) % classifiers != 0) {
      throw new IllegalArgumentException(
          "Layer \"%s\" needs the logits of %d classifiers side by side, got %d outputs"
              .formatted(layerName, classifiers, shape.get(0)));
    }

    int classes = shape.get(0) / classifiers;
    if (classWeights != null && classWeights.length != classes) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerName
              + "\" has "
              + classWeights.length
              + " class weights for "
              + classes
              + " classes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other)
        && other instanceof CrossEntropyOutput that
        && labelSmoothing == that.labelSmoothing
        && Arrays.equals(classWeights, that.classWeights)
        && ignoreIndex == that.ignoreIndex
        && reduction == that.reduction
        && Arrays.equals(auxiliaryWeights, that.auxiliaryWeights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        super.hashCode(),
        labelSmoothing,
        Arrays.hashCode(classWeights),
        ignoreIndex,
        reduction,
        Arrays.hashCode(auxiliaryWeights));
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder {
    private double labelSmoothing;
    private double[] classWeights;
    private int ignoreIndex = CrossEntropyLoss.DEFAULT_IGNORE_INDEX;
    private Reduction reduction = Reduction.MEAN;
    private double[] auxiliaryWeights = {};

    private Builder() {}

    /** The share, from 0 to 1, of the uniform distribution in the targets. */
    public Builder labelSmoothing(double share) {
      labelSmoothing = share;
      return this;
    }

    /** A factor, not negative, for each class's part of the loss (PyTorch's weight). */
    public Builder classWeights(double... weights) {
      classWeights = notNegative("class weight", weights);
      return this;
    }

    /** Examples of this class are left out; -100 unless set. */
    public Builder ignoreIndex(int label) {
      ignoreIndex = label;
      return this;
    }

    public Builder reduction(Reduction chosen) {
      reduction = requireNonNull(chosen, "chosen is null");
      return this;
    }

    /**
     * The layer takes the logits of this many auxiliary classifiers, too, after the network's own;
     * see {@link LossOutput}.
     *
     * @param weights a factor, not negative, for each one's part of the loss
     */
    public Builder auxiliaryWeights(double... weights) {
      auxiliaryWeights = notNegative("auxiliary weight", weights);
      return this;
    }

    private static double[] notNegative(String name, double[] weights) {
      for (double weight : requireNonNull(weights, "weights is null")) {
        if (!(Arguments.checkFinite(name, weight) >= 0)) {
          throw new IllegalArgumentException(name + " must not be negative, got " + weight);
        }
      }

      return weights.clone();
    }

    /**
     * Makes the layer.
     *
     * @throws IllegalArgumentException if the label smoothing is out of its range
     */
    public CrossEntropyOutput build() {
      return new CrossEntropyOutput(this);
    }
  }
}
