package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tensors of a file in which a network's may have a prefix, as wrappers give it (DataParallel's
 * {@code module.}, torch.compile's {@code _orig_mod.}, Lightning's {@code model.}, and others
 * within each other), beside tensors of something else: a criterion's, counters, a moving average.
 *
 * @param source its name, for messages
 * @param tensors all of it
 */
public record WrappedTensors(String source, Map<String, Tensor> tensors, WeightChoice choice) {
  private static final Logger LOG = LoggerFactory.getLogger(WrappedTensors.class);
  private static final Pattern AVERAGED = Pattern.compile("(.*[._])?ema[._].*");
  private static final int DEEPEST = 6;

  /** As torchvision's own loader has it: norm.1.weight for norm1.weight. */
  private static final Pattern OLD_DENSE_LAYER =
      Pattern.compile(
          "(.*denselayer\\d+\\.(?:norm|relu|conv))\\.([12]\\.(?:weight|bias|running_mean|running_var))");

  public WrappedTensors {
    requireNonNull(source, "source is null");
    requireNonNull(choice, "choice is null");
    tensors = renamed(requireNonNull(tensors, "tensors is null"));
  }

  /** The published weights of DenseNet are older than the names of its modules. */
  private static Map<String, Tensor> renamed(Map<String, Tensor> tensors) {
    if (tensors.keySet().stream().noneMatch(name -> OLD_DENSE_LAYER.matcher(name).matches())) {
      return tensors;
    }

    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> renamed.put(OLD_DENSE_LAYER.matcher(name).replaceFirst("$1$2"), tensor));
    return renamed;
  }

  /**
   * A network's tensors and others under the same prefix, without that. All tensors of the file as
   * they are where it has no prefix, or no place with all of the network's.
   *
   * @param network names of the network's tensors
   * @throws WeightFormatException when there are several places, or none of those asked for
   */
  public Map<String, Tensor> of(Set<String> network) {
    List<String> places = prefixes().stream().filter(prefix -> hasAll(network, prefix)).toList();
    List<String> averaged = places.stream().filter(WrappedTensors::isAverage).toList();
    List<String> raw = places.stream().filter(prefix -> !isAverage(prefix)).toList();
    if (choice == WeightChoice.EMA && averaged.isEmpty()) {
      throw new WeightFormatException(source, "no averaged weights (EMA) of the network are in it");
    }

    if (places.isEmpty()) {
      return tensors;
    }

    if (choice == WeightChoice.RAW && raw.isEmpty()) {
      throw new WeightFormatException(
          source, "only averaged weights (EMA) are in it, in " + averaged.get(0));
    }

    boolean takesAverage = choice == WeightChoice.EMA || raw.isEmpty();
    List<String> chosen = takesAverage ? averaged : raw;
    if (chosen.size() > 1 && !chosen.get(0).isEmpty()) {
      throw new WeightFormatException(
          source, "the network is in it more than once, in %s".formatted(chosen));
    }

    say(takesAverage, averaged);
    return under(chosen.get(0), places);
  }

  private void say(boolean takesAverage, List<String> averaged) {
    if (takesAverage) {
      LOG.info("{}: the averaged weights (EMA) are taken, {}", source, averaged.get(0));
    } else if (choice == WeightChoice.RAW_IF_THERE && !averaged.isEmpty()) {
      LOG.info(
          "{}: the raw weights are taken; there are averaged ones (EMA), too, {}: --weights ema,"
              + " or model.pretrainedWeights = ema, takes them",
          source,
          averaged.get(0));
    }
  }

  private Map<String, Tensor> under(String prefix, List<String> places) {
    Map<String, Tensor> inside = under(prefix);
    inside
        .keySet()
        .removeIf(
            name ->
                places.stream()
                    .filter(other -> other.length() > prefix.length() && other.startsWith(prefix))
                    .anyMatch(other -> (prefix + name).startsWith(other)));
    return inside;
  }

  /** Those whose names begin so, without it. */
  public Map<String, Tensor> under(String prefix) {
    Map<String, Tensor> inside = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            inside.put(name.substring(prefix.length()), tensor);
          }
        });
    return inside;
  }

  /** What names may begin with, up to a dot: nothing at first, then the shorter ones. */
  public List<String> prefixes() {
    Set<String> prefixes = new LinkedHashSet<>();
    prefixes.add("");
    for (String name : tensors.keySet()) {
      int dot = name.indexOf('.');
      for (int depth = 0; depth < DEEPEST && dot >= 0; depth++) {
        prefixes.add(name.substring(0, dot + 1));
        dot = name.indexOf('.', dot + 1);
      }
    }

    return prefixes.stream().sorted(Comparator.comparing(String::length)).toList();
  }

  private boolean hasAll(Set<String> network, String prefix) {
    return network.stream().allMatch(name -> tensors.containsKey(prefix + name));
  }

  private static boolean isAverage(String prefix) {
    return AVERAGED.matcher(prefix).matches();
  }
}
