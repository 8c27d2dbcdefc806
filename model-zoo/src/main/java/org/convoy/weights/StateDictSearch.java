package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.weights.PickleValue.View;

/** Finds the state dict of a model in what a training script saved. */
final class StateDictSearch {
  /** In a checkpoint, by what torchvision's reference scripts and others call it. */
  private static final List<String> KEYS =
      List.of("state_dict", "model", "model_state_dict", "net", "network", "weights");

  /** Of models that were wrapped for several devices, for compilation, or by Lightning. */
  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.");

  private static final int MOST_NAMES = 10;

  private final String source;

  StateDictSearch(String source) {
    this.source = requireNonNull(source, "source is null");
  }

  /** The tensors by their names, without the prefixes of wrappers. */
  Map<String, View> find(Object saved) {
    Map<?, ?> top = map(saved).orElseThrow(() -> problem("holds " + TorchGlobals.describe(saved)));
    Map<String, View> tensors =
        KEYS.stream()
            .map(top::get)
            .flatMap(value -> map(value).stream())
            .map(this::tensors)
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElseGet(() -> tensors(top));
    if (tensors.isEmpty()) {
      throw problem(
          "has the keys %s, none of which is one of %s with tensors".formatted(keys(top), KEYS));
    }

    return withoutPrefix(tensors);
  }

  private static Optional<Map<?, ?>> map(Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  private Map<String, View> tensors(Map<?, ?> map) {
    Map<String, View> tensors = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (name instanceof String text && value instanceof View view) {
            tensors.put(text, view);
          }
        });
    return tensors;
  }

  private static Map<String, View> withoutPrefix(Map<String, View> tensors) {
    for (String prefix : PREFIXES) {
      if (tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
        Map<String, View> renamed = new LinkedHashMap<>();
        tensors.forEach((name, view) -> renamed.put(name.substring(prefix.length()), view));
        return withoutPrefix(renamed);
      }
    }

    return tensors;
  }

  private static List<String> keys(Map<?, ?> map) {
    return map.keySet().stream().limit(MOST_NAMES).map(String::valueOf).toList();
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source, "no state dict is in it: what was saved " + problem);
  }
}
