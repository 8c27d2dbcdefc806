package org.convoy.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.common.Json;
import org.convoy.config.Call;
import org.convoy.config.NormalizeConfig;
import org.convoy.data.LabelMapping;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.RunException;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.zoo.Architecture;

/**
 * What must be known to use a model's tensors.
 *
 * @param architecture the network
 * @param classes names, in the order of the outputs
 * @param transforms of an image before its normalization, as in data.transforms.validation
 * @param normalization of the input
 */
public record ModelDescription(
    Architecture architecture,
    List<String> classes,
    List<Call> transforms,
    NormalizeConfig normalization)
    implements Serializable {
  static final String MODEL = "convoy.model";

  private static final String CLASSES = "convoy.classes";
  private static final String TRANSFORMS = "convoy.transforms";
  private static final String NORMALIZE = "convoy.normalize";

  /** A transform as files say it, whatever the config may become. */
  record WrittenTransform(String name, Map<String, Object> arguments) {
    WrittenTransform {
      requireNonNull(name, "name is null");
      requireNonNull(arguments, "arguments is null");
    }

    static WrittenTransform of(Call call) {
      return new WrittenTransform(call.name(), call.arguments());
    }

    Call call() {
      return new Call(name, arguments);
    }
  }

  /** The normalization as files say it. */
  record WrittenNormalization(List<Double> mean, List<Double> std) {
    WrittenNormalization {
      mean = List.copyOf(mean);
      std = List.copyOf(std);
    }
  }

  public ModelDescription {
    classes = List.copyOf(classes);
    transforms = List.copyOf(transforms);
  }

  /** The same with another normalization of the input. */
  public ModelDescription withNormalization(NormalizeConfig other) {
    return new ModelDescription(architecture, classes, transforms, other);
  }

  /**
   * The classes in the order of the outputs, where a user names some: names for classes that have
   * none; where the model has its own, the same ones are meant, in whatever order.
   *
   * @param given none: those that the model has
   * @throws IllegalArgumentException when they are not as many, or other classes than the model's
   */
  public List<String> classesNamed(List<String> given) {
    List<String> names = given.isEmpty() ? classes : given;
    if (names.size() != architecture.numClasses()) {
      throw new IllegalArgumentException(
          "%d names for a network of %d classes"
              .formatted(names.size(), architecture.numClasses()));
    }

    if (LabelMapping.likely(classes) == LabelMapping.Names.NUMBERS) {
      return names;
    }

    if (!LabelMapping.byName(names, classes).unmatched().isEmpty()) {
      throw new IllegalArgumentException(
          "the model's classes are %s, not %s"
              .formatted(LabelMapping.shown(classes), LabelMapping.shown(names)));
    }

    return classes;
  }

  /** What an image must go through before it is the input, in words. */
  public String preprocessing() {
    return String.format(
        Locale.ROOT,
        "%s; %s; %d x %d pixels (height x width); values / 255%s; float32, NCHW",
        architecture.inputChannels() == 1 ? "gray" : "RGB",
        transforms.isEmpty() ? "no transforms" : "transforms " + transforms,
        architecture.inputHeight(),
        architecture.inputWidth(),
        normalization.mean().isEmpty()
            ? ""
            : ", minus %s, divided by %s, by channel"
                .formatted(normalization.mean(), normalization.std()));
  }

  /** A self-contained file of a network with this description. */
  Safetensors file(ParameterLayout layout, float[] parameters) {
    return new Safetensors(StateDict.of(layout, parameters), metadata());
  }

  /** What files say of a model, text by name. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    metadata.put(MODEL, architecture.toJson());
    metadata.put(CLASSES, Json.of(classes));
    metadata.put(TRANSFORMS, Json.of(transforms.stream().map(WrittenTransform::of).toList()));
    metadata.put(
        NORMALIZE, Json.of(new WrittenNormalization(normalization.mean(), normalization.std())));
    return metadata;
  }

  /** The classes that a file names; none where it was not written by {@link #file}. */
  static List<String> classes(String source, Map<String, String> metadata) {
    try {
      return read(metadata, CLASSES, new TypeReference<>() {});
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RunException("weights " + source + ": metadata: " + e.getMessage(), e);
    }
  }

  /** Reads what {@link #file} wrote. */
  static ModelDescription of(String source, Map<String, String> metadata) {
    if (!metadata.keySet().containsAll(List.of(MODEL, CLASSES, NORMALIZE))) {
      throw new RunException(
          "weights %s: the metadata lack one of %s, %s, %s; found %s. Use a file written by convoy."
              .formatted(source, MODEL, CLASSES, NORMALIZE, metadata.keySet()));
    }

    try {
      WrittenNormalization normalization = read(metadata, NORMALIZE, new TypeReference<>() {});
      List<WrittenTransform> transforms = read(metadata, TRANSFORMS, new TypeReference<>() {});
      return new ModelDescription(
          Architecture.fromJson(metadata.get(MODEL)),
          read(metadata, CLASSES, new TypeReference<>() {}),
          transforms.stream().map(WrittenTransform::call).toList(),
          new NormalizeConfig(normalization.mean, normalization.std));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RunException("weights " + source + ": metadata: " + e.getMessage(), e);
    }
  }

  /** What is not there is an empty list. */
  private static <T> T read(Map<String, String> metadata, String key, TypeReference<T> type)
      throws JsonProcessingException {
    String json = metadata.getOrDefault(key, "[]");
    if (hasNull(Json.MAPPER.readTree(json))) {
      throw new IllegalArgumentException(
          "%s has a null in %s. Use a file written by convoy.".formatted(key, json));
    }

    return Json.MAPPER.readValue(json, type);
  }

  private static boolean hasNull(JsonNode tree) {
    for (JsonNode part : tree) {
      if (hasNull(part)) {
        return true;
      }
    }

    return tree.isNull();
  }
}
