package org.convoy.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.Mismatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Logits of torchvision's networks in the folder golden-networks of the reference data, on oneDNN;
 * most of them come with Convoy, where {@link TestGoldenCases} runs them on both kernels.
 */
class TestGoldenNetworks {
  private static final Path FOLDER =
      Path.of(System.getProperty("reference.data.dir", "")).resolve("golden-networks");

  @TestFactory
  Stream<DynamicTest> matchTorchvision() throws IOException {
    assumeThat(Files.isDirectory(FOLDER))
        .as("set -Dreference.data.dir to the folder that holds golden-networks/ to run this")
        .isTrue();
    return GoldenRunner.casesBelow(FOLDER).stream()
        .filter(file -> !Files.exists(bundled(file)))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    GoldenRunner.nameOf(FOLDER, file), () -> check(GoldenCase.read(file))));
  }

  private static Path bundled(Path file) {
    return TestGoldenCases.bundled().resolve("models").resolve(file.getFileName());
  }

  private static void check(GoldenCase golden) {
    Comparison comparison = new Comparison(golden);
    Checks.of(golden.op()).attempts(golden).stream()
        .filter(attempt -> attempt.kernel().equals(Attempt.ONEDNN))
        .forEach(attempt -> attempt.comparing().accept(comparison));
    assertThat(comparison.worst().map(Mismatch::description)).isEmpty();
    assertThat(comparison.compared()).contains("output");
  }
}
