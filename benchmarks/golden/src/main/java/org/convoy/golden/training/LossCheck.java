package org.convoy.golden.training;

import java.util.List;
import java.util.stream.LongStream;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.LossValue;
import org.convoy.nn.loss.Positions;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.Targets;
import org.convoy.weights.DataType;

/** A loss and its gradient by the outputs. */
final class LossCheck implements Check {
  private static final double TOLERANCE = 1e-4;
  private static final String INPUT = "input";
  private static final String TARGET = "target";
  private static final String LOSS_GRADIENT = "grad.output";

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    // Whether targets are classes is seen from their type.
    golden.arguments().flag("soft_targets", false);
    return List.of(Attempt.of(comparison -> compare(golden, comparison)));
  }

  private static void compare(GoldenCase golden, Comparison comparison) {
    if (golden.tensor(INPUT).size() == 0) {
      throw new IllegalArgumentException("input must have values, it is " + golden.tensor(INPUT));
    }

    Positions positions = positions(golden);
    double[] outputs = positions.toRows(golden.doubles(INPUT));
    Targets targets = targets(golden, positions, outputs.length);
    Loss loss = Losses.of(golden);
    targets.check(outputs.length / targets.examples(), loss);
    LossValue value = loss.of(outputs, targets);
    boolean reduced = Losses.reduction(golden.arguments()) != Reduction.NONE;
    comparison.values("loss", reduced ? new double[] {value.value()} : value.losses(), TOLERANCE);
    if (golden.has("grad.input")) {
      comparison.values("grad.input", positions.fromRows(gradient(golden, value)), TOLERANCE);
    }
  }

  /** Backward from the given gradient by the loss, or by each loss; from 1 where there is none. */
  private static double[] gradient(GoldenCase golden, LossValue value) {
    double[] gradient = value.gradient();
    double[] factors = golden.has(LOSS_GRADIENT) ? golden.doubles(LOSS_GRADIENT) : new double[] {1};
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= factors[(int) ((long) i * factors.length / gradient.length)];
    }

    return gradient;
  }

  private static Targets targets(GoldenCase golden, Positions positions, int outputs) {
    DataType type = golden.tensor(TARGET).dataType();
    boolean takesClasses = isCrossEntropy(golden) || golden.op().equals("BinaryCrossEntropy");
    if (takesClasses && type != DataType.F32 && type != DataType.F64) {
      return Targets.ofClasses(golden.integers(TARGET));
    }

    if (golden.tensor(TARGET).size() != outputs) {
      throw new IllegalArgumentException(
          "target must have one value for each of %d outputs, it is %s"
              .formatted(outputs, golden.tensor(TARGET)));
    }

    return Targets.ofValues(positions.toRows(golden.doubles(TARGET)), positions.classes());
  }

  private static boolean isCrossEntropy(GoldenCase golden) {
    return golden.op().equals("CrossEntropyLoss");
  }

  /** A row of logits is one example; other losses do not care what of an output is an example. */
  private static Positions positions(GoldenCase golden) {
    long[] shape = golden.shape(INPUT);
    if (golden.op().equals("BinaryCrossEntropy")) {
      return new Positions(Math.toIntExact(shape[1]), 1);
    }

    if (!isCrossEntropy(golden) || shape.length == 0) {
      return new Positions(1, 1);
    }

    int axis = Math.min(1, shape.length - 1);
    long positions = LongStream.of(shape).skip(axis + 1L).reduce(1, Math::multiplyExact);
    return new Positions(Math.toIntExact(shape[axis]), Math.toIntExact(positions));
  }
}
