package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.data.Image;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Compares the transforms with torchvision's results on PIL images. Those below golden/pillow were
 * made by src/test/python/generate_pillow_cases.py.
 */
class TestGoldenTransforms {
  /** Their positions are computed in floating point, so that a level may be rounded otherwise. */
  private static final Set<String> ROUNDED = Set.of("Resize", "ResizedCrop", "Rotate");

  @TestFactory
  Stream<DynamicTest> matchTorchvision() throws IOException {
    return GoldenCase.list("transforms").stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  @TestFactory
  Stream<DynamicTest> matchPillow() throws IOException {
    return GoldenCase.listResources("pillow").stream()
        .filter(golden -> !golden.op().equals("Augment"))
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  @Test
  void casesAreFound() throws IOException {
    assertThat(GoldenCase.list("transforms"))
        .extracting(GoldenCase::op)
        .contains("ToTensorNormalize");
  }

  private static void check(GoldenCase golden) {
    if (golden.op().equals("ToTensorNormalize")) {
      checkToTensorNormalize(golden);
    } else {
      checkImage(golden);
    }
  }

  private static void checkImage(GoldenCase golden) {
    Image actual =
        GoldenOps.apply(golden)
            .orElseGet(() -> fail("no check for op " + golden.op() + " of " + golden.name()));
    Image expected = golden.image("output");
    assertThat(actual.shape()).isEqualTo(expected.shape());

    if (ROUNDED.contains(golden.op())) {
      checkWithinTolerance(actual, expected);
    } else {
      assertThat(actual).isEqualTo(expected);
      assertThat(actual.pixels()).isEqualTo(expected.pixels());
    }
  }

  private static void checkWithinTolerance(Image actual, Image expected) {
    int[] differences =
        IntStream.range(0, expected.pixels().length)
            .map(i -> Math.abs((actual.pixels()[i] & 0xff) - (expected.pixels()[i] & 0xff)))
            .toArray();

    assertThat(IntStream.of(differences).max().orElse(0)).isLessThanOrEqualTo(3);
    assertThat(IntStream.of(differences).filter(difference -> difference > 1).count())
        .isLessThanOrEqualTo(differences.length / 100);
  }

  private static void checkToTensorNormalize(GoldenCase golden) {
    Image image = golden.image("input");
    FloatBuffer batch =
        ByteBuffer.allocateDirect(Float.BYTES * image.pixels().length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();

    ToTensorNormalize.of(golden.numbers("mean"), golden.numbers("std")).write(image, batch, 0);

    float[] actual = new float[batch.capacity()];
    batch.get(actual);
    assertThat(actual).isEqualTo(golden.floats("output"));
    assertThat(golden.args().get("layout").asText()).isEqualTo("CHW");
  }
}
