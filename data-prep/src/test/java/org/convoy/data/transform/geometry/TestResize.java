package org.convoy.data.transform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.convoy.data.Image;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.junit.jupiter.api.Test;

class TestResize {
  private static final RandomSource RANDOM = RandomSource.of(0);

  @Test
  void keepsTheAspectRatioRoundingDown() {
    assertThat(ResizeTarget.ShorterSide.of(256).of(375, 500)).isEqualTo(new ImageSize(256, 341));
    assertThat(ResizeTarget.ShorterSide.of(256).of(500, 375)).isEqualTo(new ImageSize(341, 256));
    assertThat(new ResizeTarget.ShorterSide(256, 300).of(375, 500))
        .isEqualTo(new ImageSize(225, 300));
  }

  @Test
  void averagesWhenShrinking() {
    assertThat(Resize.to(new ImageSize(1, 1)).apply(Pixels.gray(1, 2, 10, 20), RANDOM))
        .isEqualTo(Pixels.gray(1, 1, 15));
  }

  @Test
  void returnsImagesOfTheRightSizeAsTheyAre() {
    Image image = Pixels.noise(5, 7, 3, 1);

    assertThat(Resize.shorterSide(5).apply(image, RANDOM)).isSameAs(image);
  }

  @Test
  void decodesNoSmallerThanTheResult() {
    assertThat(Resize.shorterSide(256).decodeDenominator(375, 500, RANDOM)).isEqualTo(1);
    assertThat(Resize.shorterSide(256).decodeDenominator(512, 700, RANDOM)).isEqualTo(2);
    assertThat(Resize.to(new ImageSize(100, 400)).decodeDenominator(900, 800, RANDOM)).isEqualTo(2);
    assertThat(Resize.shorterSide(10).decodeDenominator(2000, 2000, RANDOM)).isEqualTo(8);
  }

  @Test
  void refusesWrongSizes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Resize.shorterSide(0))
        .withMessage("size must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResizeTarget.ShorterSide(256, 256))
        .withMessage("maxSize must be greater than size 256, it is 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ImageSize(1, 0))
        .withMessage("size must be at least 1 in both directions, it is (1, 0)");
  }

  @Test
  void printsLikeTorchvision() {
    assertThat(Resize.shorterSide(256)).hasToString("Resize(size=256, interpolation=bilinear)");
    assertThat(Resize.to(new ImageSize(3, 4)))
        .hasToString("Resize(size=(3, 4), interpolation=bilinear)");
    assertThat(new CenterCrop(ImageSize.square(224))).hasToString("CenterCrop(size=(224, 224))");
  }
}
