package org.convoy.weights.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Items of a list of layers that compute DL4J's activation functions. */
final class ImportedActivation {
  static final String SOFTMAX = "softmax";

  private static final String PACKAGE = "org.nd4j.linalg.activations.impl.Activation";
  private static final Set<String> OF_RECTIFIER = Set.of("max", "negativeSlope", "threshold");
  private static final Set<String> OF_SLOPE = Set.of("alpha");

  private ImportedActivation() {}

  /**
   * None for the identity, else one.
   *
   * @throws IllegalArgumentException for a function that is not known
   */
  static List<Object> items(ConfigurationNode function) {
    String name = function.className();
    if (!name.startsWith(PACKAGE)) {
      throw function.problem("%s is no activation function that is read".formatted(name));
    }

    return switch (name.substring(PACKAGE.length())) {
      case "Identity" -> without(function, List.of());
      case "ReLU" -> rectifier(function);
      case "ReLU6" -> List.of("relu6");
      case "LReLU" -> sloped(function, "leakyReLU", "negativeSlope", 0.01);
      case "ELU" -> sloped(function, "elu", "alpha", 1);
      case "Sigmoid" -> without(function, List.of("sigmoid"));
      case "TanH" -> without(function, List.of("tanh"));
      case "Softmax" -> without(function, List.of(SOFTMAX));
      case "Swish" -> without(function, List.of("silu"));
      default ->
          throw function.problem(
              "%s is no activation function that is read".formatted(simpleName(function)));
    };
  }

  private static String simpleName(ConfigurationNode function) {
    return ConfigurationNode.simpleName(function.className());
  }

  private static List<Object> without(ConfigurationNode function, List<Object> items) {
    function.requireOnly(Set.of(), Set.of());
    return items;
  }

  private static List<Object> sloped(
      ConfigurationNode function, String layer, String argument, double usual) {
    function.requireOnly(OF_SLOPE, Set.of());
    return List.of(Map.of(layer, Map.of(argument, function.number("alpha", usual))));
  }

  private static List<Object> rectifier(ConfigurationNode function) {
    function.requireOnly(OF_RECTIFIER, Set.of());
    double slope = function.number("negativeSlope", 0);
    boolean plain = !function.has("max") && function.number("threshold", 0) == 0;
    if (!plain) {
      throw function.problem("ActivationReLU with a maximum or threshold is not read");
    }

    return slope == 0
        ? List.of("relu")
        : List.of(Map.of("leakyReLU", Map.of("negativeSlope", slope)));
  }
}
