package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.weights.PickleValue.Opaque;
import org.convoy.weights.PickleValue.View;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the state dict of a model in what a training script saved. */
record StateDictSearch(String source, WeightChoice choice) {
  private static final Logger LOG = LoggerFactory.getLogger(StateDictSearch.class);

  /** In a checkpoint, by what torchvision's reference scripts, Composer and others call it. */
  private static final List<String> RAW =
      List.of(
          "state_dict", "model", "model_state_dict", "net", "network", "weights", "state.model");

  /** Of a moving average, by what timm, torchvision's reference scripts and others call it. */
  private static final List<String> AVERAGED =
      List.of(
          "state_dict_ema",
          "model_ema",
          "ema_state_dict",
          "model_ema_state_dict",
          "ema_model",
          "ema");

  /** Of models that were wrapped for several devices, for compilation, or by Lightning. */
  private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.", "net.");

  private static final int MOST_NAMES = 10;

  StateDictSearch {
    requireNonNull(source, "source is null");
    requireNonNull(choice, "choice is null");
  }

  /**
   * A state dict.
   *
   * @param tensors by their names, without the prefixes of wrappers if all have them
   * @param isAveraged whether the script kept it as a moving average
   */
  record Found(Map<String, View> tensors, boolean isAveraged) {
    /** With its contents; a file of PyTorch has no metadata of its own. */
    Safetensors file(Map<String, Tensor> contents) {
      return new Safetensors(contents, isAveraged ? Map.of(WeightFile.AVERAGED, "true") : Map.of());
    }
  }

  /** The tensors by their names, without the prefixes of wrappers. */
  Found find(Object saved) {
    if (saved instanceof Opaque opaque) {
      throw new WeightFormatException(source, TorchGlobals.refused(opaque.of()));
    }

    Map<?, ?> top = map(saved).orElseThrow(() -> problem("holds " + TorchGlobals.describe(saved)));
    Optional<String> averaged = first(top, AVERAGED);
    Optional<String> raw = first(top, RAW);
    boolean hasRaw = raw.isPresent() || !tensors(top).isEmpty();
    boolean takesAverage =
        averaged.isPresent()
            && (choice == WeightChoice.EMA || (choice == WeightChoice.RAW_IF_THERE && !hasRaw));
    if (!hasRaw && !takesAverage) {
      throw nothing(top, averaged);
    }

    averaged.ifPresent(key -> say(key, takesAverage));
    Map<String, View> tensors =
        (takesAverage ? averaged : raw)
            .map(key -> tensors(at(top, key)))
            .orElseGet(() -> tensors(top));
    return new Found(withoutPrefix(tensors), takesAverage);
  }

  private void say(String averaged, boolean takesAverage) {
    if (takesAverage) {
      LOG.info("{}: the averaged weights (EMA) are taken, {}", source, averaged);
    } else if (choice == WeightChoice.RAW_IF_THERE) {
      LOG.info(
          "{}: the raw weights are taken; there are averaged ones (EMA), too, {}: --weights ema,"
              + " or model.pretrainedWeights = ema, takes them",
          source,
          averaged);
    }
  }

  private static Optional<String> first(Map<?, ?> top, List<String> keys) {
    return keys.stream().filter(key -> !tensors(at(top, key)).isEmpty()).findFirst();
  }

  /** What is there by a name, or by a name in a map of a name; an empty map for what is no map. */
  private static Map<?, ?> at(Map<?, ?> top, String key) {
    int dot = key.indexOf('.');
    Map<?, ?> outer = dot < 0 ? top : at(top, key.substring(0, dot));
    return map(outer.get(key.substring(dot + 1))).orElse(Map.of());
  }

  private static Optional<Map<?, ?>> map(Object value) {
    return value instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  private static Map<String, View> tensors(Map<?, ?> map) {
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

  /** A module in the place of its state dict is told as such. */
  private WeightFormatException nothing(Map<?, ?> top, Optional<String> averaged) {
    Optional<Opaque> module =
        Stream.concat(RAW.stream(), AVERAGED.stream())
            .map(top::get)
            .filter(Opaque.class::isInstance)
            .map(Opaque.class::cast)
            .findFirst();
    if (module.isPresent() && averaged.isEmpty()) {
      return new WeightFormatException(source, TorchGlobals.refused(module.get().of()));
    }

    List<String> keys =
        top.keySet().stream().limit(MOST_NAMES).map(StateDictSearch::shown).toList();
    return averaged.isPresent()
        ? new WeightFormatException(
            source, "only averaged weights (EMA) are in it, in " + averaged.get())
        : problem("has the keys %s, none of which is one of %s with tensors".formatted(keys, RAW));
  }

  private static String shown(Object key) {
    return key instanceof Opaque opaque ? opaque.of() : String.valueOf(key);
  }

  private WeightFormatException problem(String problem) {
    return new WeightFormatException(source, "no state dict is in it: what was saved " + problem);
  }
}
