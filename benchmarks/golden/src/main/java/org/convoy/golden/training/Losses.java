package org.convoy.golden.training;

import java.util.List;
import java.util.OptionalDouble;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.loss.BCEWithLogitsLoss;
import org.convoy.nn.loss.BCEWithLogitsLoss.Classes;
import org.convoy.nn.loss.CrossEntropyLoss;
import org.convoy.nn.loss.HuberLoss;
import org.convoy.nn.loss.L1Loss;
import org.convoy.nn.loss.Loss;
import org.convoy.nn.loss.MSELoss;
import org.convoy.nn.loss.Reduction;
import org.convoy.nn.loss.SmoothL1Loss;

/** Makes losses by PyTorch's arguments. */
final class Losses {
  static final List<String> NAMES =
      List.of(
          "CrossEntropyLoss",
          "MSELoss",
          "L1Loss",
          "SmoothL1Loss",
          "HuberLoss",
          "BCEWithLogitsLoss",
          "BinaryCrossEntropy");

  private Losses() {}

  static Loss of(GoldenCase golden) {
    Reduction reduction = reduction(golden.arguments());
    return switch (golden.op()) {
      case "CrossEntropyLoss" -> crossEntropy(golden, reduction);
      case "BCEWithLogitsLoss" ->
          new BCEWithLogitsLoss(0, OptionalDouble.empty(), Classes.MEAN, reduction);
      case "BinaryCrossEntropy" -> binaryCrossEntropy(golden.arguments());
      case "MSELoss" -> new MSELoss(reduction);
      case "L1Loss" -> new L1Loss(reduction);
      case "HuberLoss" -> new HuberLoss(golden.arguments().number("delta", 1), reduction);
      default -> new SmoothL1Loss(golden.arguments().number("beta", 1), reduction);
    };
  }

  /** Of timm. */
  private static Loss binaryCrossEntropy(GoldenArguments arguments) {
    return new BCEWithLogitsLoss(
        arguments.number("smoothing", 0.1),
        arguments.has("target_threshold")
            ? OptionalDouble.of(arguments.number("target_threshold"))
            : OptionalDouble.empty(),
        arguments.flag("sum_classes", false) ? Classes.SUM : Classes.MEAN,
        Reduction.MEAN);
  }

  private static Loss crossEntropy(GoldenCase golden, Reduction reduction) {
    GoldenArguments arguments = golden.arguments();
    return new CrossEntropyLoss(
        classWeights(golden),
        arguments.number("label_smoothing", 0),
        arguments.integer("ignore_index", CrossEntropyLoss.DEFAULT_IGNORE_INDEX),
        reduction);
  }

  /** A tensor of the case, or a list among the arguments; null for none. */
  private static double[] classWeights(GoldenCase golden) {
    if (golden.arguments().isList("weight")) {
      return golden.arguments().numbers("weight").stream()
          .mapToDouble(Double::doubleValue)
          .toArray();
    }

    return golden.has("weight") ? golden.doubles("weight") : null;
  }

  static Reduction reduction(GoldenArguments arguments) {
    String reduction = arguments.text("reduction", "mean");
    return switch (reduction) {
      case "mean" -> Reduction.MEAN;
      case "sum" -> Reduction.SUM;
      case "none" -> Reduction.NONE;
      default ->
          throw new IllegalArgumentException(
              "reduction must be none, mean or sum, it is \"" + reduction + "\"");
    };
  }
}
