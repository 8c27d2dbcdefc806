package org.convoy.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.convoy.data.transform.augment.AugmentOp;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.Mismatch;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case that comes with Convoy, by every kernel. The system property golden.dir names another
 * folder of cases.
 */
class TestGoldenCases {
  @TestFactory
  Stream<DynamicTest> matchPyTorch() throws IOException {
    Path folder = folder();
    return GoldenRunner.casesBelow(folder).stream()
        .flatMap(file -> testsOf(GoldenRunner.nameOf(folder, file), GoldenCase.read(file)));
  }

  private static Stream<DynamicTest> testsOf(String name, GoldenCase golden) {
    return Checks.of(golden.op()).attempts(golden).stream()
        .map(
            attempt ->
                DynamicTest.dynamicTest(
                    (name + " " + attempt.kernel()).strip(), () -> check(golden, attempt)));
  }

  /** A kernel that lacks a layer or network is a failure here: each has all of these. */
  private static void check(GoldenCase golden, Attempt attempt) {
    Comparison comparison = new Comparison(golden);
    attempt.comparing().accept(comparison);
    assertThat(comparison.worst().map(Mismatch::description)).isEmpty();
    assertThat(comparison.compared()).isNotEmpty();
    if (!Set.of(Attempt.ONEDNN, Attempt.LIBTORCH).contains(attempt.kernel())) {
      // They have no backward pass in evaluation mode.
      assertThat(CaseResult.uncompared(golden, comparison.compared())).isEmpty();
    }
  }

  @Test
  void everyKindHasCases() throws Exception {
    List<String> operations = new ArrayList<>();
    for (Path file : GoldenRunner.casesBelow(bundled())) {
      operations.add(GoldenCase.read(file).op());
    }

    assertThat(operations)
        .contains("Conv2d", "Conv3d", "Linear", "Flatten", "MaxPool2d", "AvgPool2d", "MaxUnpool2d")
        .contains("AdaptiveAvgPool2d", "BatchNorm2d", "GroupNorm", "LocalResponseNorm", "Softmax")
        .contains("LayerNorm", "LayerNorm2d", "ChannelShuffle", "StochasticDepth")
        .contains("CrossEntropyLoss", "SGD", "AdamW", "OneCycleLR", "ReduceLROnPlateau", "Model")
        .contains("Resize", "Rotate", "AdjustHue", "ToTensorNormalize", "Augment");
  }

  @Test
  void everyAugmentationHasCases() throws Exception {
    List<AugmentOp> operations = new ArrayList<>();
    for (Path file : GoldenRunner.casesBelow(bundled().resolve("pillow"))) {
      GoldenCase golden = GoldenCase.read(file);
      if (golden.op().equals("Augment")) {
        String name = golden.arguments().text("name", "");
        operations.add(
            GoldenArguments.choice(
                AugmentOp.class, "name", name.replaceAll("(?<=[a-z])(?=[A-Z])", "_")));
      }
    }

    assertThat(operations).contains(AugmentOp.values());
  }

  private static Path folder() {
    String property = System.getProperty("golden.dir", "");
    return property.isEmpty() ? bundled() : Path.of(property);
  }

  static Path bundled() {
    try {
      return Path.of(TestGoldenCases.class.getResource("/golden").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("test resources are not in the file system", e);
    }
  }
}
