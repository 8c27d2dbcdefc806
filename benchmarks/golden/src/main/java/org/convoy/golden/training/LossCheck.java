package org.convoy.golden.training;

import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.Targets;
import org.convoy.weights.DataType;
import org.convoy.weights.Tensor;

/** A loss and its gradient by the outputs. */
final class LossCheck implements Check {
  private static final double TOLERANCE = 1e-4;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    // Whether targets are classes is seen from their type.
    golden.arguments().flag("soft_targets", false);
    return List.of(Attempt.of(comparison -> compare(golden, comparison)));
  }

  private static void compare(GoldenCase golden, Comparison comparison) {
    double[] outputs = golden.doubles("input");
    Targets targets = targets(golden, outputs.length);
    targets.check(outputs.length / targets.examples(), Losses.of(golden));
    LossValue loss = Losses.of(golden).of(outputs, targets);
    boolean mean = Losses.reduction(golden.arguments()) == Reduction.MEAN;
    double[] reduced = {loss.lossSum() / (mean ? targets.examples() : 1)};
    comparison.values("loss", reduced, TOLERANCE);
    if (golden.has("grad.input")) {
      comparison.values("grad.input", loss.gradient(), TOLERANCE);
    }
  }

  private static Targets targets(GoldenCase golden, int outputs) {
    int examples = examples(golden);
    Tensor target = golden.tensor("target");
    boolean classes =
        golden.op().equals("CrossEntropyLoss")
            && target.dataType() != DataType.F32
            && target.dataType() != DataType.F64;
    if (classes) {
      return Targets.ofClasses(golden.integers("target"));
    }

    if (target.size() != outputs) {
      throw new IllegalArgumentException(
          "target must have one value for each of " + outputs + " outputs, it is " + target);
    }

    return Targets.ofValues(golden.doubles("target"), outputs / examples);
  }

  /** The first dimension, but a row of logits is one example. */
  private static int examples(GoldenCase golden) {
    long[] shape = golden.shape("input");
    boolean crossEntropy = golden.op().equals("CrossEntropyLoss");
    if (crossEntropy && shape.length > 2) {
      throw new IllegalArgumentException(
          "cross-entropy is of examples with one class each: the input must be [examples, classes],"
              + " it is "
              + golden.tensor("input"));
    }

    boolean one = shape.length == 0 || (crossEntropy && shape.length == 1);
    return one ? 1 : Math.toIntExact(shape[0]);
  }
}
