package org.convoy.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One safetensors file of reference values: the operation, its arguments and named tensors. */
public final class GoldenCase {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String name;
  private final JsonNode description;
  private final JsonNode header;
  private final ByteBuffer data;

  private GoldenCase(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(bytes.getLong());
    String json = new String(bytes.array(), Long.BYTES, headerLength, StandardCharsets.UTF_8);
    name = file.getFileName().toString();
    header = MAPPER.readTree(json);
    description = MAPPER.readTree(header.get("__metadata__").get("case").asText());
    data = bytes.slice(Long.BYTES + headerLength, bytes.capacity() - Long.BYTES - headerLength);
  }

  /** All cases of a folder, from the system property {@code golden.dir} or the test resources. */
  public static List<GoldenCase> list(String folder) {
    Path root = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
    try (Stream<Path> files = Files.list(root.resolve(folder))) {
      return files
          .filter(file -> file.toString().endsWith(".safetensors"))
          .sorted()
          .map(GoldenCase::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenCase read(Path file) {
    try {
      return new GoldenCase(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  public String operation() {
    return description.get("op").asText();
  }

  public boolean hasArgument(String argument) {
    return description.get("args").has(argument);
  }

  public boolean flag(String argument, boolean otherwise) {
    return hasArgument(argument) ? description.get("args").get(argument).asBoolean() : otherwise;
  }

  public double number(String argument, double otherwise) {
    return hasArgument(argument) ? description.get("args").get(argument).asDouble() : otherwise;
  }

  public String text(String argument, String otherwise) {
    return hasArgument(argument) ? description.get("args").get(argument).asText() : otherwise;
  }

  public int integer(String argument, int otherwise) {
    return hasArgument(argument) ? description.get("args").get(argument).asInt() : otherwise;
  }

  /** Height and width of an argument that is one number or two. */
  public int[] pair(String argument, int otherwise) {
    if (!hasArgument(argument)) {
      return new int[] {otherwise, otherwise};
    }

    JsonNode value = description.get("args").get(argument);
    return value.isArray()
        ? new int[] {value.get(0).asInt(), value.get(1).asInt()}
        : new int[] {value.asInt(), value.asInt()};
  }

  public boolean hasTensor(String tensor) {
    return header.has(tensor);
  }

  public long[] shape(String tensor) {
    JsonNode shape = header.get(tensor).get("shape");
    return IntStream.range(0, shape.size()).mapToLong(i -> shape.get(i).asLong()).toArray();
  }

  public float[] values(String tensor) {
    ByteBuffer slice = slice(tensor);
    float[] values = new float[slice.remaining() / Float.BYTES];
    slice.asFloatBuffer().get(values);
    return values;
  }

  public int[] integers(String tensor) {
    ByteBuffer slice = slice(tensor);
    return IntStream.range(0, slice.remaining() / Long.BYTES)
        .map(i -> Math.toIntExact(slice.getLong(i * Long.BYTES)))
        .toArray();
  }

  private ByteBuffer slice(String tensor) {
    JsonNode offsets = header.get(tensor).get("data_offsets");
    int start = offsets.get(0).asInt();
    return data.slice(start, offsets.get(1).asInt() - start).order(ByteOrder.LITTLE_ENDIAN);
  }

  public INDArray array(String tensor) {
    return Nd4j.createFromArray(values(tensor)).reshape(shape(tensor));
  }

  /** Asserts closeness relative to the largest expected magnitude. */
  public void assertClose(String tensor, float[] actual, double tolerance) {
    float[] expected = values(tensor);
    assertThat(actual).as("%s of %s", tensor, name).hasSameSizeAs(expected);
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }

    for (int i = 0; i < expected.length; i++) {
      assertThat((double) Math.abs(actual[i] - expected[i]))
          .as("%s[%d] of %s: expected %s, got %s", tensor, i, name, expected[i], actual[i])
          .isLessThanOrEqualTo(tolerance * largest);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
