package org.convoy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.loss.HuberOutput;
import org.convoy.nn.loss.L1Output;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.MSEOutput;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.SmoothL1Output;

/**
 * What training makes small; PyTorch's semantics. Settings of the chosen loss that are not set get
 * its defaults here; those of other losses stay empty, or are problems.
 */
public record LossConfig(
    @Key(
            defaultValue = "cross-entropy",
            description =
                "Loss of the network's outputs: the logits' cross-entropy, or of the difference"
                    + " between each output and its target, 1 at the image's class and 0 elsewhere")
        Name name,
    @Key(
            min = 0,
            max = 1,
            unset = "`0`",
            description = "Share of the uniform distribution in the targets of cross-entropy")
        Optional<Double> labelSmoothing,
    @Key(
            min = 0,
            unset = "1 for each",
            description =
                "Factor of each class's part of cross-entropy, in the order of the classes;"
                    + " PyTorch's weight. balanced: so that all classes weigh the same, by the"
                    + " counts of the training images, as scikit-learn's")
        Optional<ClassWeights> classWeights,
    @Key(
            unset = "none",
            description =
                "Class whose images are left out of cross-entropy and never count as correct")
        Optional<Integer> ignoreIndex,
    @Key(
            min = 0,
            unset = "`1`",
            description = "Difference at which smooth-l1 goes from a square to a straight line")
        Optional<Double> beta,
    @Key(
            above = 0,
            unset = "`1`",
            description = "Difference at which huber goes from a square to a straight line")
        Optional<Double> delta,
    @Key(
            defaultValue = "mean",
            description =
                "How the losses of a worker's minibatch become the number that is differentiated:"
                    + " mean or sum; what is shown is the mean with either")
        Reduction reduction)
    implements SectionCheck {

  /** Losses, by PyTorch's names. */
  public enum Name {
    CROSS_ENTROPY("labelSmoothing, classWeights, ignoreIndex"),
    MSE(""),
    L1(""),
    SMOOTH_L1("beta"),
    HUBER("delta");

    private final String keys;

    Name(String keys) {
      this.keys = keys;
    }

    private ChosenKeys keys() {
      return ChosenKeys.of("loss.name", this, keys);
    }
  }

  public LossConfig {
    ChosenKeys keys = name.keys();
    labelSmoothing = keys.orDefault("labelSmoothing", labelSmoothing, 0.0);
    beta = keys.orDefault("beta", beta, 1.0);
    delta = keys.orDefault("delta", delta, 1.0);
  }

  @Override
  public void check(Problems problems) {
    name.keys().refuseOthers(this, Arrays.stream(Name.values()).map(Name::keys), problems);
    if (reduction == Reduction.NONE) {
      problems.add("reduction", "gives no single number to train on; use mean or sum");
    }

    if (isWeighted() && weights().stream().allMatch(weight -> weight == 0)) {
      problems.add("classWeights", "must not all be 0");
    }
  }

  /** Checks what depends on the number of classes; problems have full names of keys. */
  public void checkClasses(int numClasses, Problems problems) {
    if (isWeighted() && weights().size() != numClasses) {
      problems.add(
          "loss.classWeights",
          "must be one for each of %d classes; they are %d"
              .formatted(numClasses, weights().size()));
    }

    if (ignoreIndex.isPresent() && (ignoreIndex.get() < 0 || ignoreIndex.get() >= numClasses)) {
      problems.add("loss.ignoreIndex", "must be one of the classes, from 0 to " + (numClasses - 1));
    }
  }

  private boolean isWeighted() {
    return classWeights.isPresent() && !needsCounts();
  }

  private List<Double> weights() {
    return classWeights.orElseThrow().values();
  }

  /** Whether the images of each class have to be counted before there is a loss. */
  public boolean needsCounts() {
    return classWeights.filter(ClassWeights::isBalanced).isPresent();
  }

  /**
   * The setting in which those counts are put in the place of balanced.
   *
   * @param images of each class; those of the ignored one are not looked at
   */
  public String countedBy(long[] images) {
    long[] counted = images.clone();
    ignoreIndex.ifPresent(ignored -> counted[ignored] = 0);
    return "loss.classWeights=" + ClassWeights.balanced(counted).values();
  }

  /**
   * The end of a network that is trained on this loss.
   *
   * @throws IllegalStateException if it still {@link #needsCounts}
   */
  public LossOutput toOutput() {
    return switch (name) {
      case CROSS_ENTROPY -> crossEntropy();
      case MSE -> new MSEOutput(reduction);
      case L1 -> new L1Output(reduction);
      case SMOOTH_L1 -> new SmoothL1Output(beta.orElseThrow(), reduction);
      case HUBER -> new HuberOutput(delta.orElseThrow(), reduction);
    };
  }

  private LossOutput crossEntropy() {
    CrossEntropyOutput.Builder builder =
        CrossEntropyOutput.builder()
            .labelSmoothing(labelSmoothing.orElseThrow())
            .reduction(reduction);
    if (needsCounts()) {
      throw new IllegalStateException("The images of each class are not counted yet");
    }

    if (isWeighted()) {
      builder.classWeights(weights().stream().mapToDouble(Double::doubleValue).toArray());
    }

    ignoreIndex.ifPresent(builder::ignoreIndex);
    return builder.build();
  }
}
