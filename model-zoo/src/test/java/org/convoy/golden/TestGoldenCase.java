package org.convoy.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.weights.DataType;
import org.junit.jupiter.api.Test;

class TestGoldenCase {

  @Test
  void everyFileIsDiscovered() throws Exception {
    try (Stream<Path> files = Files.walk(GoldenCase.folder())) {
      List<String> names =
          files
              .filter(file -> file.toString().endsWith(".safetensors"))
              .map(file -> file.getParent().getFileName().toString())
              .distinct()
              .toList();
      assertThat(names).isNotEmpty();
      assertThat(names)
          .allSatisfy(
              kind ->
                  assertThat(GoldenCase.discover(kind))
                      .isNotEmpty()
                      .allSatisfy(golden -> assertThat(golden.op()).isNotEmpty())
                      .allSatisfy(golden -> assertThat(golden.args().isObject()).isTrue()));
    }
  }

  @Test
  void kindWithoutFolderHasNoCases() {
    assertThat(GoldenCase.discover("no-such-kind")).isEmpty();
  }

  @Test
  void readsOperationArgumentsAndTensors() throws Exception {
    Path file = Path.of(getClass().getResource("/golden/layers/act_leakyrelu.safetensors").toURI());
    GoldenCase golden = GoldenCase.read(file);

    assertThat(golden).hasToString("act_leakyrelu");
    assertThat(golden.op()).isEqualTo("LeakyReLU");
    assertThat(golden.args().get("negative_slope").asDouble()).isEqualTo(0.01);
    assertThat(golden.has("grad.input")).isTrue();
    assertThat(golden.tensor("input").dataType()).isEqualTo(DataType.F32);
    assertThat(golden.tensor("input").shape()).containsExactly(2, 4, 5, 5);
    assertThatThrownBy(() -> golden.tensor("inputs"))
        .hasMessage(
            "case act_leakyrelu has no tensor inputs,"
                + " only [input, output, grad.output, grad.input]");
  }
}
