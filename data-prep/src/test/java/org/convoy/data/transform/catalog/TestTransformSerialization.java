package org.convoy.data.transform.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.convoy.data.transform.Transform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Transforms travel with Spark's tasks. */
class TestTransformSerialization {
  private static final Map<String, Map<String, Object>> REQUIRED =
      Map.of(
          "resize", Map.of("size", 8),
          "centerCrop", Map.of("size", 8),
          "randomCrop", Map.of("size", 8, "padding", 1),
          "randomResizedCrop", Map.of("size", 8),
          "randomRotation", Map.of("degrees", 30, "center", List.of(1, 2)),
          "pad", Map.of("padding", 2),
          "colorJitter", Map.of("brightness", 0.5, "hue", 0.1),
          "mixup", Map.of("alpha", 0.2),
          "cutMix", Map.of("alpha", 1),
          "randomChoice", Map.of("transforms", List.of("mixup", "cutMix"), "p", List.of(1, 2)));

  static Stream<Arguments> transforms() {
    return TransformCatalog.names().stream()
        .flatMap(
            name ->
                Stream.of(Map.<String, Object>of(), REQUIRED.getOrDefault(name, Map.of()))
                    .filter(arguments -> isComplete(name, arguments))
                    .map(arguments -> Arguments.of(name, arguments)));
  }

  private static boolean isComplete(String name, Map<String, Object> arguments) {
    return !arguments.isEmpty() || !REQUIRED.containsKey(name) || name.equals("colorJitter");
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void comesBackEqual(String name, Map<String, Object> arguments) throws Exception {
    Transform transform = TransformCatalog.create(name, arguments);

    assertThat(copy(transform)).hasToString(transform.toString());
  }

  private static Object copy(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(value);
    }

    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }
}
