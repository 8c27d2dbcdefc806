package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.Stream;
import org.convoy.data.Image;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Compares the transforms with torchvision's results. */
class TestGoldenTransforms {
  @TestFactory
  Stream<DynamicTest> matchTorchvision() throws IOException {
    return GoldenCase.list("transforms").stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden)));
  }

  @Test
  void casesAreFound() throws IOException {
    assertThat(GoldenCase.list("transforms"))
        .extracting(GoldenCase::op)
        .contains("ToTensorNormalize");
  }

  private static void check(GoldenCase golden) {
    switch (golden.op()) {
      case "ToTensorNormalize" -> checkToTensorNormalize(golden);
      case "AdjustBrightness",
          "AdjustContrast",
          "AdjustHue",
          "AdjustSaturation",
          "CenterCrop",
          "Crop",
          "Grayscale",
          "HorizontalFlip",
          "Pad",
          "PadCrop",
          "Resize",
          "ResizedCrop",
          "Rotate",
          "VerticalFlip" ->
          abort(golden.op() + " is not among Convoy's transforms");
      default -> fail("no check for op " + golden.op());
    }
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
