package org.convoy.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.convoy.config.Call;
import org.convoy.config.NormalizeConfig;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.run.file.RunException;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightChoice;
import org.convoy.weights.WrappedTensors;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.AuxiliaryClassifiers;
import org.convoy.zoo.ClassifierHead;
import org.convoy.zoo.ModelZoo;
import org.convoy.zoo.UsualData;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Weights that Convoy did not write. What network those with PyTorch's names are for is told by the
 * names and shapes of the tensors, and images are of the size that it was made for; of a network
 * that DL4J saved the metadata say it.
 *
 * @param choice where the tensors are two networks' under different prefixes
 */
record ForeignWeights(String source, Safetensors file, WeightChoice choice) {
  private static final int MOST_CHANNELS = 10_000_000;
  private static final Pattern NORMALIZE =
      Pattern.compile("\\s*mean\\s+([\\d.,\\s]+?)\\s+std\\s+([\\d.,\\s]+?)\\s*");

  /** Whether metadata are missing, or say what network it is and no more. */
  static boolean is(Safetensors file) {
    return !file.metadata().containsKey(ModelDescription.MODEL) || saysNetworkAlone(file);
  }

  private static boolean saysNetworkAlone(Safetensors file) {
    return file.metadata().keySet().equals(Set.of(ModelDescription.MODEL));
  }

  /**
   * Describes the model.
   *
   * @param name of the network in the model zoo; empty: it is recognised by its tensors
   * @throws RunException when it cannot be told what network the weights are for
   */
  ModelFile read(Optional<String> name) {
    if (saysNetworkAlone(file)) {
      return new ModelFile(source, describe(told()), file.tensors(), ModelFile.Origin.FOREIGN);
    }

    String network = name.or(this::recognised).orElseThrow(this::unknown);
    Map<String, Tensor> own = new WrappedTensors(source, file.tensors(), choice).of(names(network));
    return under(own).of(network);
  }

  private ForeignWeights under(Map<String, Tensor> tensors) {
    return new ForeignWeights(source, new Safetensors(tensors, file.metadata()), choice);
  }

  /** By the tensors under any prefix. */
  private Optional<String> recognised() {
    Map<String, ParameterLayout> zoo = new TreeMap<>();
    ModelZoo.names().forEach(network -> zoo.put(network, layout(network)));
    WrappedTensors wrapped = new WrappedTensors(source, file.tensors(), choice);
    return wrapped.prefixes().stream()
        .map(wrapped::under)
        .map(this::under)
        .flatMap(inside -> inside.cifarResNet().or(() -> inside.sameNames(zoo)).stream())
        .findFirst();
  }

  private ModelFile of(String network) {
    InputShape usual = UsualData.of(network).input();
    ComputationGraphConfiguration usualNetwork = configuration(network);
    String first = ParameterLayout.of(usualNetwork).segments().get(0).name();
    int numClasses = dimension(ClassifierHead.of(usualNetwork).layer() + ".weight", 0, network);
    int channels = dimension(first, 1, network);
    Architecture architecture =
        new Architecture(network, numClasses, channels, usual.height(), usual.width());
    return new ModelFile(
        source, describe(architecture), tensors(network), ModelFile.Origin.FOREIGN);
  }

  /** What the metadata say, as those of networks that DL4J saved. */
  private Architecture told() {
    try {
      return Architecture.fromJson(file.metadata().get(ModelDescription.MODEL));
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + source + ": metadata: " + e.getMessage(), e);
    }
  }

  private ModelDescription describe(Architecture architecture) {
    List<Integer> sides = List.of(architecture.inputHeight(), architecture.inputWidth());
    return new ModelDescription(
        architecture,
        classes(architecture.numClasses()),
        List.of(new Call("resize", Map.of("size", sides))),
        normalization());
  }

  /** For any number of classes and channels: they do not change a tensor's name. */
  private ComputationGraphConfiguration configuration(String network) {
    try {
      return ModelZoo.configuration(Architecture.usual(network));
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + source + ": " + e.getMessage(), e);
    }
  }

  /** One of a tensor's dimensions, as far as they tell about the network. */
  private int dimension(String tensor, int dimension, String network) {
    long[] shape = has(tensor) ? file.tensors().get(tensor).shape() : new long[0];
    if (shape.length <= dimension || shape[dimension] < 1 || shape[dimension] > MOST_CHANNELS) {
      throw new RunException(
          "weights %s: %s has a tensor %s, but there is %s"
              .formatted(
                  source,
                  network,
                  tensor,
                  has(tensor) ? "one of shape " + Arrays.toString(shape) : "none in the file"));
    }

    return (int) shape[dimension];
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
    return Optional.of("resnet" + (6 * blocks + 2) + (projections ? "_b" : ""))
        .filter(ModelZoo.names()::contains);
  }

  /**
   * The network of the zoo whose tensors have just these names; of several, as of ResNet-50 and its
   * wide forms, the one where most have their shapes, too.
   */
  private Optional<String> sameNames(Map<String, ParameterLayout> zoo) {
    return zoo.keySet().stream()
        .filter(name -> file.tensors().size() >= zoo.get(name).segments().size())
        .filter(name -> names(zoo.get(name)).equals(tensors(name).keySet()))
        .max(
            Comparator.comparingLong((String name) -> sameShapes(zoo.get(name)))
                .thenComparing(Comparator.reverseOrder()));
  }

  private long sameShapes(ParameterLayout layout) {
    return layout.segments().stream()
        .filter(
            segment ->
                Arrays.equals(
                    file.tensors().get(segment.name()).shape(),
                    segment.shape().stream().mapToLong(Integer::longValue).toArray()))
        .count();
  }

  private ParameterLayout layout(String network) {
    return ParameterLayout.of(configuration(network));
  }

  private Set<String> names(String network) {
    return names(layout(network));
  }

  private static Set<String> names(ParameterLayout layout) {
    return layout.segments().stream().map(Segment::name).collect(Collectors.toSet());
  }

  private boolean has(String tensor) {
    return file.tensors().containsKey(tensor);
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
  private Map<String, Tensor> tensors(String network) {
    Map<String, Tensor> tensors = AuxiliaryClassifiers.leaveOut(network, file.tensors());
    tensors.keySet().removeIf(name -> name.endsWith(".num_batches_tracked"));
    return tensors;
  }

  private RunException unknown() {
    return new RunException(
        "weights %s: neither its metadata nor the names of its tensors say what network it is for;"
                .formatted(source)
            + " name one of the model zoo with --model (convoy inspect --tensors lists the tensors)");
  }
}
