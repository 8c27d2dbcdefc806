package org.convoy.nn.loss;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.common.argument.Bounds;

/**
 * The end of a classifier: takes logits, gives class probabilities (softmax) as the graph's output,
 * and is the source of the loss, PyTorch's {@code CrossEntropyLoss}. Targets are classes or rows of
 * class probabilities.
 */
public final class CrossEntropyOutput extends LossOutput {
  private double labelSmoothing;
  private double[] classWeights;
  private int ignoreIndex = CrossEntropyLoss.DEFAULT_IGNORE_INDEX;
  private Reduction reduction = Reduction.MEAN;

  public CrossEntropyOutput() {
    this(0);
  }

  /** Mixes the labels with this share, from 0 to 1, of the uniform distribution. */
  public CrossEntropyOutput(double labelSmoothing) {
    this.labelSmoothing = Bounds.SHARE.check("Label smoothing", labelSmoothing);
  }

  private CrossEntropyOutput(Builder builder) {
    this(builder.labelSmoothing);
    classWeights = builder.classWeights;
    ignoreIndex = builder.ignoreIndex;
    reduction = builder.reduction;
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public Loss evaluationLoss() {
    return new CrossEntropyLoss(classWeights, labelSmoothing, ignoreIndex, reduction);
  }

  @Override
  double[] activations(double[] logits, int classes) {
    return CrossEntropyLoss.probabilities(logits, classes);
  }

  @Override
  protected void checkInput(List<Integer> shape) {
    super.checkInput(shape);
    int classes = shape.get(0) / (1 + auxiliaryClassifiers());
    if (classWeights != null && classWeights.length != classes) {
      throw new IllegalArgumentException(
          "Layer \"%s\" has %s class weights for %s classes"
              .formatted(layerName, classWeights.length, classes));
    }
  }

  /** Optional settings, with PyTorch's defaults. */
  public static final class Builder {
    private double labelSmoothing;
    private double[] classWeights;
    private int ignoreIndex = CrossEntropyLoss.DEFAULT_IGNORE_INDEX;
    private Reduction reduction = Reduction.MEAN;

    private Builder() {}

    /** The share, from 0 to 1, of the uniform distribution in the targets. */
    public Builder labelSmoothing(double share) {
      labelSmoothing = share;
      return this;
    }

    /** A factor, not negative, for each class's part of the loss (PyTorch's weight). */
    public Builder classWeights(double... weights) {
      for (double weight : requireNonNull(weights, "weights is null")) {
        Bounds.NOT_NEGATIVE.check("class weight", weight);
      }

      classWeights = weights.clone();
      return this;
    }

    /** Examples of this class are left out; -100 unless set. */
    public Builder ignoreIndex(int label) {
      ignoreIndex = label;
      return this;
    }

    public Builder reduction(Reduction chosen) {
      reduction = checkReduction(chosen);
      return this;
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
