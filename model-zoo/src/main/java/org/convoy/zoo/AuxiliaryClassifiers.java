package org.convoy.zoo;

import java.util.Map;
import java.util.TreeMap;
import org.convoy.weights.Tensor;

/**
 * The classifiers beside a network that only its training had, and that torchvision's weights still
 * hold: {@code aux1} and {@code aux2} of GoogLeNet, {@code AuxLogits} of Inception v3. The networks
 * {@code googlenet} and {@code inception_v3} are without them, {@code googlenet_aux} and {@code
 * inception_v3_aux} have them.
 */
public final class AuxiliaryClassifiers {
  private AuxiliaryClassifiers() {}

  /** The tensors of a network of this name but for those of auxiliary classifiers. */
  public static Map<String, Tensor> leaveOut(String network, Map<String, Tensor> tensors) {
    Map<String, Tensor> others = new TreeMap<>(tensors);
    others.keySet().removeIf(name -> isAuxiliary(network, name));
    return others;
  }

  private static boolean isAuxiliary(String network, String tensor) {
    return switch (network) {
      case "googlenet" -> tensor.startsWith("aux1.") || tensor.startsWith("aux2.");
      case "inception_v3" -> tensor.startsWith("AuxLogits.");
      default -> false;
    };
  }
}
