package org.convoy.data.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.data.Image;

/** One case computed by torchvision: a safetensors file with its op and arguments as metadata. */
public record GoldenCase(String name, String op, JsonNode args, JsonNode header, ByteBuffer data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The cases of one folder below {@code golden.dir}, or below the test resource "golden". */
  public static List<GoldenCase> list(String folder) throws IOException {
    String configured = System.getProperty("golden.dir", "");
    return read(configured.isEmpty() ? resources() : Path.of(configured), folder);
  }

  /** The cases of one folder below the test resource "golden". */
  public static List<GoldenCase> listResources(String folder) throws IOException {
    return read(resources(), folder);
  }

  private static List<GoldenCase> read(Path root, String folder) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();

    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList()) {
        cases.add(read(file));
      }
    }

    return cases;
  }

  private static Path resources() {
    try {
      URI resource = GoldenCase.class.getResource("/golden").toURI();
      return Path.of(resource);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the test resource /golden has no path", e);
    }
  }

  private static GoldenCase read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(bytes.getLong())];
    bytes.get(header);
    JsonNode tensors = JSON.readTree(new String(header, StandardCharsets.UTF_8));
    JsonNode description = JSON.readTree(tensors.at("/__metadata__/case").asText());

    return new GoldenCase(
        file.getFileName().toString(),
        description.get("op").asText(),
        description.get("args"),
        tensors,
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** A tensor of type U8 and shape [height, width, channels]. */
  public Image image(String tensor) {
    JsonNode shape = header.get(tensor).get("shape");
    ByteBuffer slice = slice(tensor, "U8");
    byte[] pixels = new byte[slice.remaining()];
    slice.get(pixels);
    return new Image(shape.get(0).asInt(), shape.get(1).asInt(), shape.get(2).asInt(), pixels);
  }

  /** The values of a tensor of type F32. */
  public float[] floats(String tensor) {
    ByteBuffer slice = slice(tensor, "F32");
    float[] values = new float[slice.remaining() / Float.BYTES];
    slice.asFloatBuffer().get(values);
    return values;
  }

  /** An argument that is a list of numbers, or one number; empty if it is null or not given. */
  public List<Double> numbers(String argument) {
    List<Double> numbers = new ArrayList<>();
    JsonNode value = args.path(argument);

    if (value.isNumber()) {
      numbers.add(value.asDouble());
    }

    value.forEach(number -> numbers.add(number.asDouble()));
    return numbers;
  }

  /** As {@link #numbers}, of whole numbers; fractions are cut off. */
  public List<Integer> integers(String argument) {
    return numbers(argument).stream().map(Double::intValue).toList();
  }

  public int integer(String argument) {
    return args.get(argument).asInt();
  }

  public double number(String argument) {
    return args.get(argument).asDouble();
  }

  public String text(String argument, String otherwise) {
    return args.path(argument).asText(otherwise);
  }

  private ByteBuffer slice(String tensor, String type) {
    JsonNode description = header.get(tensor);

    if (!description.get("dtype").asText().equals(type)) {
      throw new IllegalArgumentException(tensor + " of " + name + " is not " + type);
    }

    int from = description.get("data_offsets").get(0).asInt();
    int to = description.get("data_offsets").get(1).asInt();
    return data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
  }
}
