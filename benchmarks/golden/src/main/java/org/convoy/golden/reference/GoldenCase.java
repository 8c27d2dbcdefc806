package org.convoy.golden.reference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;

/**
 * One case computed by PyTorch or torchvision: an operation, its arguments, and its inputs and
 * outputs.
 *
 * @param op PyTorch's name of the operation
 * @param arguments by PyTorch's names
 * @param tensors inputs and outputs by name
 */
public record GoldenCase(String op, GoldenArguments arguments, Map<String, Tensor> tensors) {
  /** How files of cases end. */
  public static final String EXTENSION = ".safetensors";

  private static final String METADATA_KEY = "case";

  /** Python writes infinities and NaN as words. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /**
   * Reads a file.
   *
   * @throws UnreadableCaseException if it is no safetensors file or describes no case
   */
  public static GoldenCase read(Path file) {
    try {
      Safetensors contents = Safetensors.read(file);
      return of(contents.metadata().get(METADATA_KEY), contents.tensors());
    } catch (UnreadableCaseException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableCaseException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static GoldenCase of(String metadata, Map<String, Tensor> tensors)
      throws JsonProcessingException {
    if (metadata == null) {
      throw new UnreadableCaseException(
          "its metadata has no key \"" + METADATA_KEY + "\" with {\"op\": …, \"args\": {…}}");
    }

    JsonNode description = JSON.readTree(metadata);
    JsonNode args = description.path("args");
    if (!description.path("op").isTextual() || !(args.isObject() || args.isMissingNode())) {
      throw new UnreadableCaseException(
          "its metadata must be {\"op\": …, \"args\": {…}}, it is " + metadata);
    }

    JsonNode object = args.isObject() ? args : JsonNodeFactory.instance.objectNode();
    return new GoldenCase(description.path("op").textValue(), new GoldenArguments(object), tensors);
  }

  public boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  /**
   * The tensor of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "the case has no tensor \"" + name + "\", only " + tensors.keySet());
    }

    return tensor;
  }

  public long[] shape(String tensor) {
    return tensor(tensor).shape();
  }

  /** The tensor's dimensions as whole numbers. */
  public List<Integer> dimensions(String tensor) {
    return Arrays.stream(shape(tensor)).mapToObj(Math::toIntExact).toList();
  }

  /** The values of a tensor of any type. */
  public double[] doubles(String name) {
    Tensor tensor = tensor(name);
    return switch (tensor.dataType()) {
      case F64, F32, F16, BF16 -> tensor.doubles();
      default -> Arrays.stream(tensor.longs()).asDoubleStream().toArray();
    };
  }

  /** The values of a tensor of any type, rounded to float32. */
  public float[] floats(String name) {
    return Floats.of(doubles(name));
  }

  /** The values of a tensor of whole numbers. */
  public int[] integers(String name) {
    return Arrays.stream(tensor(name).longs()).mapToInt(Math::toIntExact).toArray();
  }
}
