package org.convoy.data.transform.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.junit.jupiter.api.Test;

class TestFlips {
  private static final Image IMAGE = Pixels.gray(2, 3, 1, 2, 3, 4, 5, 6);

  @Test
  void swapSides() {
    RandomSource random = RandomSource.of(1);

    assertThat(new RandomHorizontalFlip(1).apply(IMAGE, random))
        .isEqualTo(Pixels.gray(2, 3, 3, 2, 1, 6, 5, 4));
    assertThat(new RandomVerticalFlip(1).apply(IMAGE, random))
        .isEqualTo(Pixels.gray(2, 3, 4, 5, 6, 1, 2, 3));
    assertThat(new RandomHorizontalFlip(0).apply(IMAGE, random)).isSameAs(IMAGE);
  }

  @Test
  void happenWithTheirProbability() {
    assertThat(flips(new RandomHorizontalFlip(0.3))).isCloseTo(6000, within(250L));
    assertThat(flips(new RandomVerticalFlip(0.5))).isCloseTo(10_000, within(250L));
  }

  private static long flips(ImageTransform flip) {
    return IntStream.range(0, 20_000)
        .filter(sample -> !flip.apply(IMAGE, RandomSource.of(1, 2, sample)).equals(IMAGE))
        .count();
  }

  @Test
  void refuseWrongProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomHorizontalFlip(1.5))
        .withMessage("p must be from 0 to 1, got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomVerticalFlip(Double.NaN))
        .withMessage("p must be from 0 to 1, got NaN");
  }
}
