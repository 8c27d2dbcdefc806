package org.convoy.data.parquet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.common.Json;
import org.convoy.data.DataException;

/**
 * The key-value metadata by which Hugging Face's library <a
 * href="https://huggingface.co/docs/datasets/about_dataset_features">datasets</a> declares a file's
 * features: {@code {"info": {"features": {"label": {"names": […], "_type": "ClassLabel"}}}}}.
 */
final class HuggingFaceFeatures {
  static final String KEY = "huggingface";

  private static final String TYPE = "_type";

  private HuggingFaceFeatures() {}

  /** The class names that a file declares for a label column, if it does. */
  static Optional<List<String>> classes(String file, Map<String, String> metadata, String label) {
    String text = metadata.get(KEY);

    if (text == null) {
      return Optional.empty();
    }

    JsonNode names = parse(file, text).path("info").path("features").path(label).path("names");
    List<String> classes = new ArrayList<>();
    names.forEach(name -> classes.add(name.asText()));
    return classes.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(classes));
  }

  private static JsonNode parse(String file, String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new DataException(
          file,
          "JSON in the metadata " + KEY,
          e.getOriginalMessage(),
          "The file is damaged, or its writer is at fault: write it again.",
          e);
    }
  }

  /** Declares an image and its class. */
  static String render(List<String> classes) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    ObjectNode features = root.putObject("info").putObject("features");
    features.putObject("image").put(TYPE, "Image");
    ObjectNode label = features.putObject("label");
    ArrayNode names = label.putArray("names");
    classes.forEach(names::add);
    label.put(TYPE, "ClassLabel");
    return root.toString();
  }
}
