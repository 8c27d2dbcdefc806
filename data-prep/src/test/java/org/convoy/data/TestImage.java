package org.convoy.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TestImage {
  @Test
  void isEqualByContent() {
    Image image = new Image(1, 2, 1, new byte[] {1, 2});

    assertThat(image)
        .isEqualTo(new Image(1, 2, 1, new byte[] {1, 2}))
        .hasSameHashCodeAs(new Image(1, 2, 1, new byte[] {1, 2}))
        .isNotEqualTo(new Image(1, 2, 1, new byte[] {1, 3}))
        .isNotEqualTo(new Image(2, 1, 1, new byte[] {1, 2}))
        .hasToString("Image(1 x 2 x 1)");
  }

  @Test
  void refusesPixelsThatDoNotFitItsShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Image(2, 3, 3, new byte[17]))
        .withMessage("an image of 2 x 3 x 3 needs 18 bytes, not 17");
  }

  @Test
  void refusesShapesBeyondOneArray() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(60_000, 60_000, 3))
        .withMessage("an image of 60000 x 60000 x 3 values does not fit into one array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageShape(1, 0, 3))
        .withMessage("height, width and channels must be at least 1, not 1, 0, 3");
    assertThat(new ImageShape(Integer.MAX_VALUE, 1, 1).elements()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void samplesHaveNoNegativeIdOrLabel() {
    Image image = new Image(1, 1, 1, new byte[1]);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sample(0, -1, image))
        .withMessage("id and label must not be negative, they are 0 and -1");
  }
}
