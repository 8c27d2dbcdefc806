package org.convoy.zoo;

import java.util.Map;
import java.util.TreeMap;
import org.convoy.weights.Tensor;

/**
 * The classifiers beside a network that only its training had, and that torchvision's weights still
 * hold: {@code aux1} and {@code aux2} of GoogLeNet. The network {@code googlenet} is without them,
 * {@code googlenet_aux} has them.
 */
public final class AuxiliaryClassifiers {
  private AuxiliaryClassifiers() {}

  /** The tensors of a network of this name but for those of auxiliary classifiers. */
  public static Map<String, Tensor> leaveOut(String network, Map<String, Tensor> tensors) {
    Map<String, Tensor> others = new TreeMap<>(tensors);
    others.keySet().removeIf(name -> network.equals("googlenet") && isAuxiliary(name));
    return others;
  }

  private static boolean isAuxiliary(String tensor) {
    return tensor.startsWith("aux1.") || tensor.startsWith("aux2.");
  }
}
