package org.convoy.nn.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.Serializable;
import java.util.List;
import org.convoy.common.Json;

/**
 * A model as a list of layers, as in a config: names of {@link LayerCatalog} with arguments, {@code
 * residual}, {@code branches} and {@code sequential}. Equal if the JSON is, whatever the order of
 * arguments.
 */
public final class LayerList implements Serializable {
  /** No layers. */
  public static final LayerList EMPTY = new LayerList("[]");

  private final String json;

  private LayerList(String json) {
    this.json = json;
  }

  /**
   * Of lists, maps, strings, numbers and booleans.
   *
   * @throws IllegalArgumentException if it is no list of layers; the message names all problems,
   *     each with its place
   */
  @JsonCreator
  public static LayerList of(List<?> items) {
    BlockReader.read("layers", items);
    try {
      return new LayerList(
          Json.MAPPER
              .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsString(items));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not a list of layers: " + items, e);
    }
  }

  /** The items as lists, maps, strings, numbers and booleans. */
  @JsonValue
  public List<Object> items() {
    try {
      return Json.MAPPER.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Written as JSON, but cannot be read: " + json, e);
    }
  }

  /** The model. */
  public Sequential model() {
    return BlockReader.read("layers", items());
  }

  public boolean isEmpty() {
    return equals(EMPTY);
  }

  /** As JSON, which is HOCON too. */
  public String toJson() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerList that && json.equals(that.json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json;
  }
}
