package org.convoy.config;

import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.loss.Reduction;

/** What training makes small; PyTorch's semantics. */
public record LossConfig(
    @Key(
            chosenBy = "name",
            defaultValue = "cross-entropy",
            description =
                "Loss of the network's outputs: the logits' cross-entropy, together or each by"
                    + " itself (binary), or of the difference"
                    + " between each output and its target, 1 at the image's class and 0 elsewhere")
        LossFunction function,
    @Key(
            defaultValue = "mean",
            description =
                "How the losses of a worker's minibatch become the number that is differentiated:"
                    + " mean or sum; what is shown is the mean with either")
        Reduction reduction)
    implements SectionCheck {

  @Override
  public void check(Problems problems) {
    if (reduction == Reduction.NONE) {
      problems.add("reduction", "gives no single number to train on; use mean or sum");
    }
  }

  /** Checks what depends on the number of classes; problems have full names of keys. */
  public void checkClasses(int numClasses, Problems problems) {
    function
        .classWeights()
        .filter(weights -> !weights.isBalanced() && weights.values().size() != numClasses)
        .ifPresent(
            weights ->
                problems.add(
                    "loss.classWeights",
                    "must be one for each of %d classes; they are %d"
                        .formatted(numClasses, weights.values().size())));
    function
        .ignoreIndex()
        .filter(ignored -> ignored < 0 || ignored >= numClasses)
        .ifPresent(
            ignored ->
                problems.add(
                    "loss.ignoreIndex",
                    "must be one of the classes, from 0 to " + (numClasses - 1)));
  }

  /** Whether the images of each class have to be counted before there is a loss. */
  public boolean needsCounts() {
    return function.classWeights().filter(ClassWeights::isBalanced).isPresent();
  }

  /**
   * The setting in which those counts are put in the place of balanced.
   *
   * @param images of each class; those of the ignored one are not looked at
   */
  public String countedBy(long[] images) {
    long[] counted = images.clone();
    function.ignoreIndex().ifPresent(ignored -> counted[ignored] = 0);
    return "loss.classWeights=" + ClassWeights.balanced(counted).values();
  }

  /**
   * The end of a network that is trained on this loss.
   *
   * @throws IllegalStateException if it still {@link #needsCounts}
   */
  public LossOutput toOutput() {
    return function.output(reduction);
  }
}
