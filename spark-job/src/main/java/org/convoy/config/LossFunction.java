package org.convoy.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.convoy.config.binding.Choice;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.loss.BCEWithLogitsLoss.Classes;
import org.convoy.nn.loss.BCEWithLogitsOutput;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.loss.HuberOutput;
import org.convoy.nn.loss.L1Output;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.MSEOutput;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.SmoothL1Output;

/** What a loss is, by PyTorch's names and with PyTorch's defaults. */
public sealed interface LossFunction {
  /** What is said of the key that cross-entropy and binary-cross-entropy have. */
  String LABEL_SMOOTHING = "Share of the uniform distribution in the targets";

  /**
   * The end of a network that is trained on this loss.
   *
   * @throws IllegalStateException if its weights have to be counted first
   */
  LossOutput output(Reduction reduction);

  /** Factors of the classes, where there are any. */
  default Optional<ClassWeights> classWeights() {
    return Optional.empty();
  }

  /** The class that is left out, if any. */
  default Optional<Integer> ignoreIndex() {
    return Optional.empty();
  }

  /** Cross-entropy of logits. */
  @Choice(name = "cross-entropy")
  record CrossEntropyConfig(
      @Key(defaultValue = "0", min = 0, max = 1, description = LABEL_SMOOTHING)
          double labelSmoothing,
      @Key(
              min = 0,
              unset = "1 for each",
              description =
                  "Factor of each class's part, in the order of the classes; PyTorch's weight."
                      + " balanced: so that all classes weigh the same, by the counts of the"
                      + " training images, as scikit-learn's")
          Optional<ClassWeights> classWeights,
      @Key(
              unset = "none",
              description = "Class whose images are left out and never count as correct")
          Optional<Integer> ignoreIndex)
      implements LossFunction, SectionCheck {
    @Override
    public void check(Problems problems) {
      List<Double> weights = classWeights.orElse(ClassWeights.BALANCED).values();
      if (!weights.isEmpty() && weights.stream().allMatch(weight -> weight == 0)) {
        problems.add("classWeights", "must not all be 0");
      }
    }

    @Override
    public LossOutput output(Reduction reduction) {
      CrossEntropyOutput.Builder builder =
          CrossEntropyOutput.builder().labelSmoothing(labelSmoothing).reduction(reduction);
      classWeights.map(ClassWeights::counted).ifPresent(builder::classWeights);
      ignoreIndex.ifPresent(builder::ignoreIndex);
      return builder.build();
    }
  }

  /** Cross-entropy of each logit by itself. */
  @Choice(name = "binary-cross-entropy")
  record BinaryCrossEntropyConfig(
      @Key(defaultValue = "0", min = 0, max = 1, description = LABEL_SMOOTHING)
          double labelSmoothing,
      @Key(
              min = 0,
              max = 1,
              unset = "targets stay as they are",
              description =
                  "Targets above it become 1, others 0, so that a mixed image is of both its"
                      + " classes; timm's bce-target-thresh")
          Optional<Double> targetThreshold,
      @Key(
              defaultValue = "false",
              description =
                  "Whether the losses of an image's classes are added up, and not averaged as"
                      + " PyTorch does; timm's bce-sum")
          boolean sumClasses)
      implements LossFunction {
    @Override
    public LossOutput output(Reduction reduction) {
      return new BCEWithLogitsOutput(
          labelSmoothing,
          targetThreshold.map(OptionalDouble::of).orElseGet(OptionalDouble::empty),
          sumClasses ? Classes.SUM : Classes.MEAN,
          reduction);
    }
  }

  /** Squares of differences. */
  @Choice(name = "mse")
  record MseConfig() implements LossFunction {
    @Override
    public LossOutput output(Reduction reduction) {
      return new MSEOutput(reduction);
    }
  }

  /** Magnitudes of differences. */
  @Choice(name = "l1")
  record L1Config() implements LossFunction {
    @Override
    public LossOutput output(Reduction reduction) {
      return new L1Output(reduction);
    }
  }

  /** A square within beta. */
  @Choice(name = "smooth-l1")
  record SmoothL1Config(
      @Key(
              defaultValue = "1",
              min = 0,
              description = "Difference at which it goes from a square to a straight line")
          double beta)
      implements LossFunction {
    @Override
    public LossOutput output(Reduction reduction) {
      return new SmoothL1Output(beta, reduction);
    }
  }

  /** A square within delta. */
  @Choice(name = "huber")
  record HuberConfig(
      @Key(
              defaultValue = "1",
              above = 0,
              description = "Difference at which it goes from a square to a straight line")
          double delta)
      implements LossFunction {
    @Override
    public LossOutput output(Reduction reduction) {
      return new HuberOutput(delta, reduction);
    }
  }
}
