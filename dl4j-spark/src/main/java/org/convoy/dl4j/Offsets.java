package org.convoy.dl4j;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where the parameters of a network begin in its flat vector. */
final class Offsets {
  private Offsets() {}

  static Map<String, Long> of(Map<String, INDArray> parameters) {
    Map<String, Long> offsets = new HashMap<>();
    parameters.forEach((name, view) -> offsets.put(name, view.offset()));
    return Map.copyOf(offsets);
  }
}
