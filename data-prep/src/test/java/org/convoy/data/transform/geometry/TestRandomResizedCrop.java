package org.convoy.data.transform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.junit.jupiter.api.Test;

class TestRandomResizedCrop {
  private static final RandomResizedCrop CROP = RandomResizedCrop.of(ImageSize.square(224));

  @Test
  void drawsAreasAndRatiosAsTorchvision() {
    // Means of 200,000 draws of torchvision's get_params on an image of 400 x 600.
    assertThat(mean(box -> box.height() * box.width() / 240_000.0))
        .isCloseTo(0.3894, within(0.005));
    assertThat(mean(box -> Math.log((double) box.width() / box.height())))
        .isCloseTo(0.0314, within(0.005));
    assertThat(mean(box -> box.top() / 400.0)).isCloseTo(0.1366, within(0.005));
    assertThat(mean(box -> box.left() / 600.0)).isCloseTo(0.2475, within(0.005));
  }

  private static double mean(ToDoubleFunction<Box> number) {
    return IntStream.range(0, 40_000)
        .mapToObj(sample -> CROP.draw(400, 600, RandomSource.of(1, 0, sample)))
        .mapToDouble(number)
        .average()
        .getAsDouble();
  }

  @Test
  void staysWithinTheImage() {
    for (int sample = 0; sample < 2000; sample++) {
      Box box = CROP.draw(37, 23, RandomSource.of(2, 0, sample));
      assertThat(box.top() + box.height()).isLessThanOrEqualTo(37);
      assertThat(box.left() + box.width()).isLessThanOrEqualTo(23);
    }
  }

  @Test
  void takesTheMiddleWhereNothingFits() {
    assertThat(CROP.draw(10, 1000, RandomSource.of(1))).isEqualTo(new Box(0, 493, 10, 13));
    assertThat(CROP.draw(1000, 10, RandomSource.of(1))).isEqualTo(new Box(493, 0, 13, 10));
  }

  @Test
  void drawsTheSamePartOfASmallerImage() {
    int alike = 0;

    for (int sample = 0; sample < 2000; sample++) {
      Box large = CROP.draw(1600, 2400, RandomSource.of(3, 0, sample));
      Box small = CROP.draw(400, 600, RandomSource.of(3, 0, sample));
      boolean sameSize = near(small.height(), large.height()) && near(small.width(), large.width());
      boolean samePlace = near(small.top(), large.top()) && near(small.left(), large.left());
      alike += sameSize && samePlace ? 1 : 0;
    }

    // A part that just fits at one size may be rounded up to one that does not at another.
    assertThat(alike).isBetween(1980, 2000);
  }

  private static boolean near(int small, int large) {
    return Math.abs(small - large / 4.0) <= 1;
  }

  @Test
  void shrinksNoMoreThanTheOutputAllows() {
    for (int sample = 0; sample < 2000; sample++) {
      RandomSource random = RandomSource.of(4, 0, sample);
      int denominator = CROP.decodeDenominator(1600, 2400, random);
      Box box = CROP.draw(1600, 2400, random);
      int least = Math.min(box.height(), box.width()) / 224;
      assertThat(denominator).isEqualTo(Math.max(1, Math.min(8, Integer.highestOneBit(least))));
    }
  }

  @Test
  void keepsAConstantImage() {
    Image white = new Image(50, 40, 3, filled(50 * 40 * 3));

    assertThat(CROP.apply(white, RandomSource.of(1)))
        .isEqualTo(new Image(224, 224, 3, filled(224 * 224 * 3)));
  }

  private static byte[] filled(int length) {
    byte[] pixels = new byte[length];
    Arrays.fill(pixels, (byte) 255);
    return pixels;
  }

  @Test
  void dependsOnTheRandomSourceOnly() {
    Image image = Pixels.noise(60, 50, 3, 1);

    assertThat(CROP.apply(image, RandomSource.of(1, 2, 3)))
        .isEqualTo(CROP.apply(image, RandomSource.of(1, 2, 3)))
        .isNotEqualTo(CROP.apply(image, RandomSource.of(1, 2, 4)));
    assertThat(CROP.outputShape(PartialShape.unknown()).hasSize()).isTrue();
  }

  @Test
  void refusesWrongRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RandomResizedCrop(
                    ImageSize.square(1),
                    new Range(0, 1),
                    RandomResizedCrop.DEFAULT_RATIO,
                    Interpolation.BILINEAR))
        .withMessage("scale must be positive, it is (0.0, 1.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Range(2, 1))
        .withMessage("a range needs two numbers, the smaller first, not 2.0 and 1.0");
  }
}
