package org.convoy.data.transform.augment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.convoy.data.Image;
import org.convoy.data.transform.GoldenCase;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Warp;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the operations with torchvision's on PIL images. */
class TestAugmentOp {
  @TestFactory
  Stream<DynamicTest> matchPillow() throws IOException {
    return GoldenCase.listResources("pillow").stream()
        .filter(golden -> golden.op().equals("Augment"))
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  @Test
  void everyOperationHasCases() throws IOException {
    assertThat(GoldenCase.listResources("pillow"))
        .filteredOn(golden -> golden.op().equals("Augment"))
        .extracting(TestAugmentOp::op)
        .contains(AugmentOp.values());
  }

  private static void check(GoldenCase golden) {
    Interpolation interpolation =
        Interpolation.valueOf(golden.text("interpolation", "").toUpperCase(Locale.ROOT));
    Warp warp = new Warp(interpolation, new Fill(golden.integers("fill")));

    Image actual = op(golden).apply(golden.image("input"), golden.number("magnitude"), warp);

    assertThat(actual.shape()).isEqualTo(golden.image("output").shape());
    assertThat(actual.pixels()).isEqualTo(golden.image("output").pixels());
  }

  private static AugmentOp op(GoldenCase golden) {
    return AugmentOp.valueOf(
        golden.text("name", "").replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }
}
