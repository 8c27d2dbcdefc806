package org.convoy.zoo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import org.convoy.nn.model.InputShape;

/**
 * Which network: a name of {@link ModelZoo} and the sizes of its input and output. An unknown name
 * or a size that is not positive is an IllegalArgumentException.
 */
public record Architecture(
    String name, int numClasses, int inputChannels, int inputHeight, int inputWidth)
    implements Serializable {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  public Architecture {
    ModelZoo.checkName(name);
    checkPositive("numClasses", numClasses);
    checkPositive("inputChannels", inputChannels);
    checkPositive("inputHeight", inputHeight);
    checkPositive("inputWidth", inputWidth);
  }

  /** The shape of an image. */
  public InputShape input() {
    return new InputShape(inputChannels, inputHeight, inputWidth);
  }

  /** One JSON object with the components' names. */
  public String toJson() {
    try {
      return MAPPER.writeValueAsString(this);
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
      return MAPPER.readValue(json, Architecture.class);
    } catch (JsonProcessingException e) {
      Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
      throw new IllegalArgumentException(
          "Not an architecture: " + json + ": " + cause.getMessage(), e);
    }
  }

  private static void checkPositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, got " + value);
    }
  }
}
