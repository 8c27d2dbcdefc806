package org.convoy.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the runner says of cases that fail, and of folders without any. */
class TestGoldenRunner {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private GoldenRunner runner;

  @BeforeEach
  void makeRunner() {
    runner = new GoldenRunner(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void countsCasesAtAnyDepth() throws Exception {
    copy("layers/act_relu", "some/where/relu");
    copy("transforms/hflip", "flip");

    assertThat(runner.run(folder.toString())).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("2 passed, 0 failed\n");
  }

  @Test
  void tellsKernelErrorAndPlace() throws Exception {
    Safetensors contents = Safetensors.read(bundled("layers/conv2d_3x3_pad1"));
    float[] gradient = contents.tensor("grad.param.weight").floats();
    double largest = 0;
    for (float value : gradient) {
      largest = Math.max(largest, Math.abs(value));
    }

    gradient[1 * 27 + 2 * 9 + 1 * 3] += (float) (largest / 4);
    Map<String, Tensor> tensors = new HashMap<>(contents.tensors());
    tensors.put("grad.param.weight", Tensor.ofFloats(gradient, 5, 3, 3, 3));
    write("conv", new Safetensors(tensors, contents.metadata()));

    assertThat(runner.run(folder.toString())).isOne();
    assertThat(out.toString(UTF_8))
        .containsPattern(
            "^conv \\[nd4j\\]: grad.param.weight differs by 2\\.\\de-1 at \\[1, 2, 1, 0\\]:"
                + " expected -?[\\d.]+, got -?[\\d.]+;"
                + " \\[onednn\\]: grad.param.weight differs by 2\\.\\de-1 at \\[1, 2, 1, 0\\]")
        .endsWith("0 passed, 1 failed\n");
  }

  @Test
  void tellsHowManyLevelsAreWrong() throws Exception {
    Safetensors contents = Safetensors.read(bundled("transforms/hflip"));
    Map<String, Tensor> tensors = new HashMap<>(contents.tensors());
    tensors.put("output", contents.tensor("input"));
    write("flip", new Safetensors(tensors, contents.metadata()));

    assertThat(runner.run(folder.toString())).isOne();
    assertThat(out.toString(UTF_8))
        .containsPattern("^flip: output differs by up to \\d+ levels, by more than 0 at [\\d.]+ %");
  }

  @Test
  void tellsUnknownOperationsAndTheKnownOnes() throws Exception {
    write("mish", describing("{\"op\": \"Mish\", \"args\": {}}"));

    assertThat(runner.run(folder.toString())).isOne();
    assertThat(out.toString(UTF_8))
        .startsWith("mish: unknown op \"Mish\"; known are Adadelta, ")
        .contains("Conv2d", "ToTensorNormalize")
        .endsWith("0 passed, 1 failed\n");
  }

  @Test
  void goesOnAfterFilesThatAreNoCases() throws Exception {
    Files.writeString(folder.resolve("broken.safetensors"), "no case");
    write("empty", new Safetensors(Map.of(), Map.of()));
    write("strange", describing("{\"op\": 3}"));
    write("bare", describing("{\"op\": \"ReLU\"}"));
    copy("layers/act_relu", "relu");

    assertThat(runner.run(folder.toString())).isOne();
    assertThat(out.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("bare: the case has no tensor \"input\", only [x]"),
            line -> assertThat(line).startsWith("broken: cannot be read: "),
            line -> assertThat(line).startsWith("empty: its metadata has no key \"case\""),
            line -> assertThat(line).startsWith("strange: its metadata must be {\"op\": …"),
            line -> assertThat(line).isEqualTo("1 passed, 4 failed"));
  }

  @Test
  void aResultThatNothingIsComparedWithIsAFailure() throws Exception {
    Safetensors contents = Safetensors.read(bundled("layers/act_relu"));
    Map<String, Tensor> tensors = new HashMap<>(contents.tensors());
    tensors.put("grad.param.weight", Tensor.ofFloats(new float[1], 1));
    write("relu", new Safetensors(tensors, contents.metadata()));

    assertThat(runner.run(folder.toString())).isOne();
    assertThat(out.toString(UTF_8))
        .startsWith("relu: nothing was compared with the case's tensors [grad.param.weight]\n");
  }

  @Test
  void aFolderWithoutCasesIsAUsageError() {
    assertThat(runner.run(folder.toString())).isEqualTo(2);
    assertThat(err.toString(UTF_8)).isEqualTo("No cases (*.safetensors) in " + folder + "\n");
    assertThat(runner.run()).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Usage: scripts/golden DIR");
  }

  private static Safetensors describing(String metadata) {
    return new Safetensors(Map.of("x", Tensor.ofFloats(new float[1], 1)), Map.of("case", metadata));
  }

  private static Path bundled(String name) {
    return TestGoldenCases.bundled().resolve(name + ".safetensors");
  }

  private void copy(String name, String to) throws IOException {
    Path target = folder.resolve(to + ".safetensors");
    Files.createDirectories(target.getParent());
    Files.copy(bundled(name), target);
  }

  private void write(String name, Safetensors contents) throws IOException {
    try (OutputStream stream = Files.newOutputStream(folder.resolve(name + ".safetensors"))) {
      contents.write(stream);
    }
  }
}
