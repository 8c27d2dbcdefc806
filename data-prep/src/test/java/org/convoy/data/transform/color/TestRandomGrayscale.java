package org.convoy.data.transform.color;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.junit.jupiter.api.Test;

class TestRandomGrayscale {
  private static final Image IMAGE = Pixels.noise(6, 7, 3, 1);

  @Test
  void keepsTheChannels() {
    Image gray = Pixels.noise(6, 7, 1, 1);
    RandomSource random = RandomSource.of(1);

    assertThat(new RandomGrayscale(1).apply(IMAGE, random))
        .isEqualTo(new Grayscale(3).apply(IMAGE, random));
    assertThat(new RandomGrayscale(1).apply(gray, random)).isSameAs(gray);
    assertThat(new RandomGrayscale(0).apply(IMAGE, random)).isSameAs(IMAGE);
  }

  @Test
  void isAppliedAsOftenAsTheProbabilitySays() {
    RandomGrayscale transform = new RandomGrayscale(0.2);
    int changed = 0;
    for (int sample = 0; sample < 10_000; sample++) {
      changed += transform.apply(IMAGE, RandomSource.of(1, 0, sample)).equals(IMAGE) ? 0 : 1;
    }

    assertThat(changed / 10_000.0).isCloseTo(0.2, within(0.02));
  }

  @Test
  void refusesOtherChannelsAndProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomGrayscale(1.5))
        .withMessageContaining("1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new RandomGrayscale(0.1).outputShape(PartialShape.of(new ImageShape(6, 7, 2))))
        .withMessage("colours can be changed in images of 1 or 3 channels, not of 2");
  }
}
