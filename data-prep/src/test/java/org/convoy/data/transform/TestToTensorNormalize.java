package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.data.Image;
import org.junit.jupiter.api.Test;

class TestToTensorNormalize {
  private static final ToTensorNormalize GRAY = ToTensorNormalize.of(List.of(0.5), List.of(0.25));

  @Test
  void writesImagesSideBySide() {
    FloatBuffer batch = direct(4);

    GRAY.write(new Image(1, 2, 1, new byte[] {0, (byte) 255}), batch, 1);
    GRAY.write(new Image(1, 2, 1, new byte[] {51, 102}), batch, 0);

    assertThat(contents(batch))
        .containsExactly((0.2f - 0.5f) / 0.25f, (0.4f - 0.5f) / 0.25f, -2f, 2f);
    assertThat(batch.position()).isZero();
    assertThat(batch.limit()).isEqualTo(4);
  }

  @Test
  void separatesChannels() {
    ToTensorNormalize transform =
        ToTensorNormalize.of(List.of(0.0, 0.0, 1.0), List.of(1.0, 2.0, 1.0));
    FloatBuffer batch = direct(6);

    transform.write(new Image(1, 2, 3, new byte[] {-1, -1, -1, 0, 0, 0}), batch, 0);

    assertThat(contents(batch)).containsExactly(1f, 0f, 0.5f, 0f, 0f, -1f);
  }

  @Test
  void printsLikeTheConfig() {
    assertThat(GRAY).hasToString("ToTensor() → Normalize(mean=[0.5], std=[0.25])");
  }

  @Test
  void refusesOtherChannelCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GRAY.write(new Image(1, 1, 3, new byte[3]), direct(3), 0))
        .withMessage(
            "Image(1 x 1 x 3) has 3 channels, but mean and std are given for 1: give as many"
                + " values as channels");
  }

  @Test
  void refusesImagesBeyondTheBatch() {
    assertThatThrownBy(() -> GRAY.write(new Image(1, 2, 1, new byte[2]), direct(4), 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesWrongMeanAndStd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ToTensorNormalize.of(List.of(0.5), List.of(1.0, 1.0)))
        .withMessage("mean and std need one value for each channel, they are [0.5] and [1.0, 1.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ToTensorNormalize.of(List.of(0.5), List.of(0.0)))
        .withMessage("every std must be positive, they are [0.0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ToTensorNormalize.of(List.of(Double.NaN), List.of(1.0)))
        .withMessage("every mean must be finite, they are [NaN]");
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static float[] contents(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
