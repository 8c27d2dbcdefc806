package org.convoy.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;

/**
 * One case computed by PyTorch: an operation, its arguments, and its inputs and outputs.
 *
 * @param name the file's name without extension
 * @param op PyTorch's name of the operation
 * @param args arguments by PyTorch's names; {@code args.path("x").asInt(defaultValue)} reads one
 * @param tensors inputs and outputs by name
 */
public record GoldenCase(String name, String op, JsonNode args, Map<String, Tensor> tensors) {
  private static final String EXTENSION = ".safetensors";

  /**
   * All cases of one kind, such as "layers", in the order of their names. They are listed from the
   * folder of this name in the system property golden.dir or, without it, in the test resources;
   * none where there is no such folder.
   */
  public static List<GoldenCase> discover(String kind) {
    Path folder = folder().resolve(kind);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }

    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(EXTENSION))
          .sorted()
          .map(GoldenCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder that holds one folder for each kind of case. */
  static Path folder() {
    String property = System.getProperty("golden.dir", "");
    try {
      return property.isEmpty()
          ? Path.of(GoldenCase.class.getResource("/golden").toURI())
          : Path.of(property);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("test resources are not in the file system", e);
    }
  }

  static GoldenCase read(Path file) {
    try {
      Safetensors contents = Safetensors.read(file);
      JsonNode metadata = new JsonMapper().readTree(contents.metadata().get("case"));
      String name = file.getFileName().toString().replace(EXTENSION, "");
      return new GoldenCase(
          name, metadata.required("op").textValue(), metadata.required("args"), contents.tensors());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The tensor of this name, which must be there. */
  public Tensor tensor(String tensorName) {
    Tensor tensor = tensors.get(tensorName);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "case " + name + " has no tensor " + tensorName + ", only " + tensors.keySet());
    }

    return tensor;
  }

  public boolean has(String tensorName) {
    return tensors.containsKey(tensorName);
  }

  @Override
  public String toString() {
    return name;
  }
}
