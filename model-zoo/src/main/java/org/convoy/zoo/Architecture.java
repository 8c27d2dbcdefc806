package org.convoy.zoo;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import org.convoy.common.Json;
import org.convoy.common.argument.Bounds;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.LayerList;

/**
 * Which network, and the sizes of its input and output. An unknown name or a size that is not
 * positive is an IllegalArgumentException.
 *
 * @param name of {@link ModelZoo}, or of a class that is an org.convoy.nn.model.ModelFactory, or
 *     {@link #OF_LAYERS}
 * @param layers the network itself if it is {@link #OF_LAYERS}, else empty
 */
public record Architecture(
    String name,
    int numClasses,
    int inputChannels,
    int inputHeight,
    int inputWidth,
    LayerList layers)
    implements Serializable {
  /** The name of a network that is a list of layers. */
  public static final String OF_LAYERS = "layers";

  @JsonCreator
  public Architecture(
      @JsonProperty("name") String name,
      @JsonProperty("numClasses") int numClasses,
      @JsonProperty("inputChannels") int inputChannels,
      @JsonProperty("inputHeight") int inputHeight,
      @JsonProperty("inputWidth") int inputWidth,
      @JsonProperty("layers") LayerList layers) {
    this.layers = layers == null ? LayerList.EMPTY : layers;
    checkName(name, this.layers);
    this.name = name;
    this.numClasses = Bounds.COUNT.check("numClasses", numClasses);
    this.inputChannels = Bounds.COUNT.check("inputChannels", inputChannels);
    this.inputHeight = Bounds.COUNT.check("inputHeight", inputHeight);
    this.inputWidth = Bounds.COUNT.check("inputWidth", inputWidth);
  }

  /** A network that has a name. */
  public Architecture(
      String name, int numClasses, int inputChannels, int inputHeight, int inputWidth) {
    this(name, numClasses, inputChannels, inputHeight, inputWidth, LayerList.EMPTY);
  }

  /** A network that is a list of layers. */
  public static Architecture of(LayerList layers, int numClasses, InputShape input) {
    return new Architecture(
        OF_LAYERS, numClasses, input.channels(), input.height(), input.width(), layers);
  }

  /**
   * A network as for the data that it was made for.
   *
   * @param name of {@link ModelZoo}
   */
  public static Architecture usual(String name) {
    ModelZoo.checkName(name);
    UsualData data = UsualData.of(name);
    return new Architecture(
        name,
        data.numClasses(),
        data.input().channels(),
        data.input().height(),
        data.input().width());
  }

  /** The same network for square images of this side. */
  public Architecture withSize(int side) {
    return new Architecture(name, numClasses, inputChannels, side, side, layers);
  }

  private static void checkName(String name, LayerList layers) {
    if (layers.isEmpty()) {
      ModelZoo.checkName(name);
    } else if (!OF_LAYERS.equals(name)) {
      throw new IllegalArgumentException(
          "A network of layers has the name \"" + OF_LAYERS + "\", got \"" + name + "\"");
    }
  }

  /** The shape of an image. */
  public InputShape input() {
    return new InputShape(inputChannels, inputHeight, inputWidth);
  }

  /** One JSON object with the components' names; without layers if there are none. */
  public String toJson() {
    try {
      ObjectNode node = Json.MAPPER.valueToTree(this);
      if (layers.isEmpty()) {
        node.remove("layers");
      }

      return Json.MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A record of strings and numbers is always JSON", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Architecture fromJson(String json) {
    try {
      Architecture read =
          Json.MAPPER
              .readerFor(Architecture.class)
              .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
              .readValue(json);
      if (read == null) {
        throw new IllegalArgumentException("Not an architecture: " + json);
      }

      return read;
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
      throw new IllegalArgumentException(
          "Not an architecture: " + json + ": " + cause.getMessage(), e);
    }
  }
}
