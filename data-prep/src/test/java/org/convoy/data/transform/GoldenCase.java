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
record GoldenCase(String name, String op, JsonNode args, JsonNode header, ByteBuffer data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The cases of one folder below {@code golden.dir}, or below the test resource "golden". */
  static List<GoldenCase> list(String folder) throws IOException {
    List<GoldenCase> cases = new ArrayList<>();

    try (Stream<Path> files = Files.list(root().resolve(folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList()) {
        cases.add(read(file));
      }
    }

    return cases;
  }

  private static Path root() {
    String configured = System.getProperty("golden.dir", "");

    if (!configured.isEmpty()) {
      return Path.of(configured);
    }

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
  Image image(String tensor) {
    JsonNode shape = header.get(tensor).get("shape");
    ByteBuffer slice = slice(tensor, "U8");
    byte[] pixels = new byte[slice.remaining()];
    slice.get(pixels);
    return new Image(shape.get(0).asInt(), shape.get(1).asInt(), shape.get(2).asInt(), pixels);
  }

  /** The values of a tensor of type F32. */
  float[] floats(String tensor) {
    ByteBuffer slice = slice(tensor, "F32");
    float[] values = new float[slice.remaining() / Float.BYTES];
    slice.asFloatBuffer().get(values);
    return values;
  }

  List<Double> numbers(String argument) {
    List<Double> numbers = new ArrayList<>();
    args.get(argument).forEach(number -> numbers.add(number.asDouble()));
    return numbers;
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
