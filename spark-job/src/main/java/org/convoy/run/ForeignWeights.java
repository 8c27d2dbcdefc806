package org.convoy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.convoy.train.config.Call;
import org.convoy.train.config.NormalizeConfig;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;
import org.convoy.zoo.Architecture;

/**
 * Weights with PyTorch's names that Convoy did not write: what the file does not say is told by the
 * names and shapes of its tensors. Networks for CIFAR take images of 32 pixels, others of 224.
 */
final class ForeignWeights {
  private static final int CIFAR_SIZE = 32;
  private static final int IMAGENET_SIZE = 224;
  private static final List<String> HEADS =
      List.of("linear.weight", "fc.weight", "classifier.6.weight", "classifier.1.weight");
  private static final Pattern NORMALIZE =
      Pattern.compile("\\s*mean\\s+([\\d.,\\s]+?)\\s+std\\s+([\\d.,\\s]+?)\\s*");

  private final String source;
  private final Safetensors file;

  ForeignWeights(String source, Safetensors file) {
    this.source = source;
    this.file = file;
  }

  /** Whether Convoy's metadata are missing. */
  static boolean is(Safetensors file) {
    return !file.metadata().containsKey(ModelDescription.MODEL);
  }

  /**
   * Describes the model.
   *
   * @param name of the network in the model zoo; empty: a CIFAR ResNet is recognised
   * @throws RunException when it cannot be told what network the weights are for
   */
  ModelFile read(Optional<String> name) {
    String network = name.or(this::cifarResNet).orElseThrow(this::unknown);
    boolean cifar = cifarResNet().isPresent() || network.contains("cifar");
    int size = cifar ? CIFAR_SIZE : IMAGENET_SIZE;
    int numClasses = (int) head().shape()[0];
    ModelDescription description =
        new ModelDescription(
            architecture(network, numClasses, size),
            classes(numClasses),
            List.of(new Call("resize", Map.of("size", List.of(size, size)))),
            normalization());
    return new ModelFile(source, description, withoutCounters());
  }

  private Architecture architecture(String network, int numClasses, int size) {
    try {
      return new Architecture(network, numClasses, inputChannels(), size, size);
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + source + ": " + e.getMessage(), e);
    }
  }

  /** He et al.'s networks for CIFAR of 6 n + 2 layers, by their n blocks a stage. */
  private Optional<String> cifarResNet() {
    boolean threeStages = has("layer3.0.conv1.weight") && !has("layer4.0.conv1.weight");
    if (!threeStages || !has("linear.weight")) {
      return Optional.empty();
    }

    long blocks =
        IntStream.iterate(0, block -> has("layer1." + block + ".conv1.weight"), block -> block + 1)
            .count();
    boolean projections = has("layer2.0.shortcut.0.weight");
    return Optional.of("resnet" + (6 * blocks + 2) + (projections ? "_b" : ""));
  }

  private boolean has(String tensor) {
    return file.tensors().containsKey(tensor);
  }

  private Tensor head() {
    return HEADS.stream()
        .filter(this::has)
        .findFirst()
        .map(file.tensors()::get)
        .orElseThrow(this::unknown);
  }

  /** Of the first convolution, the only one whose name says so in any of the families. */
  private int inputChannels() {
    return List.of("conv1.weight", "features.0.weight", "conv1.conv.weight").stream()
        .filter(this::has)
        .findFirst()
        .map(name -> (int) file.tensors().get(name).shape()[1])
        .orElse(3);
  }

  /** Those of the metadata, if they are as many; else numbers. */
  private List<String> classes(int count) {
    List<String> named =
        Arrays.asList(file.metadata().getOrDefault("classes", "").split("\\s*,\\s*", -1));
    return named.size() == count
        ? List.copyOf(named)
        : IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  /** From metadata that read "mean 0.5,0.5,0.5 std 0.2,0.2,0.2"; else none. */
  private NormalizeConfig normalization() {
    Matcher matcher = NORMALIZE.matcher(file.metadata().getOrDefault("normalize", ""));
    return matcher.matches()
        ? new NormalizeConfig(numbers(matcher.group(1)), numbers(matcher.group(2)))
        : new NormalizeConfig(List.of(), List.of());
  }

  private List<Double> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    for (String number : text.split("\\s*,\\s*", -1)) {
      try {
        numbers.add(Double.parseDouble(number));
      } catch (NumberFormatException e) {
        throw new RunException(
            "weights %s: metadata normalize = \"%s\": \"%s\" is no number; give data.normalize"
                .formatted(source, file.metadata().get("normalize"), number),
            e);
      }
    }

    return numbers;
  }

  /** PyTorch's batch norms count batches, which says nothing to a trained model. */
  private Map<String, Tensor> withoutCounters() {
    Map<String, Tensor> tensors = new TreeMap<>(file.tensors());
    tensors.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    return tensors;
  }

  private RunException unknown() {
    return new RunException(
        "weights %s: neither its metadata nor the names of its tensors say what network it is for;"
                .formatted(source)
            + " name one of the model zoo with --model");
  }
}
