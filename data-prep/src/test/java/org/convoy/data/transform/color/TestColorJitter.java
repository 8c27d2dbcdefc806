package org.convoy.data.transform.color;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.convoy.data.Image;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.junit.jupiter.api.Test;

class TestColorJitter {
  private static final Range NONE = null;
  private static final Image IMAGE = Pixels.noise(6, 7, 3, 1);

  @Test
  void drawsFactorsUniformly() {
    ColorJitter jitter = new ColorJitter(new Range(0.5, 1), NONE, NONE, NONE);
    Image gray = Pixels.gray(1, 1, 200);
    long sum = 0;

    for (int sample = 0; sample < 20_000; sample++) {
      int level = jitter.apply(gray, RandomSource.of(1, 0, sample)).pixels()[0] & 0xff;
      assertThat(level).isBetween(100, 200);
      sum += level;
    }

    // Levels are cut off to whole ones, so half a level less than 150.
    assertThat(sum / 20_000.0).isCloseTo(149.5, within(1.0));
  }

  @Test
  void appliesInEveryOrderEquallyOften() {
    // None of them can be swapped with another, as levels are cut off at 255.
    ColorJitter jitter =
        new ColorJitter(new Range(1.7, 1.7), new Range(1.8, 1.8), new Range(0.3, 0.3), NONE);
    Map<Image, Integer> counts = new HashMap<>();

    for (int sample = 0; sample < 12_000; sample++) {
      counts.merge(jitter.apply(IMAGE, RandomSource.of(2, 0, sample)), 1, Integer::sum);
    }

    assertThat(counts).hasSize(6);
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isCloseTo(2000, within(200)));
  }

  @Test
  void appliesAllFour() {
    ColorJitter jitter =
        new ColorJitter(
            new Range(0.5, 0.5), new Range(1.5, 1.5), new Range(0.2, 0.2), new Range(0.3, 0.3));
    Image oneOrder =
        Hue.adjust(
            Enhancement.saturation(
                Enhancement.contrast(Enhancement.brightness(IMAGE, 0.5), 1.5), 0.2),
            0.3);
    Map<Image, Integer> counts = new HashMap<>();

    for (int sample = 0; sample < 2000; sample++) {
      counts.merge(jitter.apply(IMAGE, RandomSource.of(3, 0, sample)), 1, Integer::sum);
    }

    assertThat(counts).containsKey(oneOrder).hasSizeBetween(12, 24);
  }

  @Test
  void leavesOutWhatIsNotAskedFor() {
    assertThat(new ColorJitter(NONE, NONE, NONE, NONE).apply(IMAGE, RandomSource.of(1)))
        .isSameAs(IMAGE);
  }

  @Test
  void refusesWrongRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColorJitter(new Range(-1, 1), NONE, NONE, NONE))
        .withMessage("brightness must not be negative, it is (-1.0, 1.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ColorJitter(NONE, NONE, NONE, new Range(-1, 0.5)))
        .withMessage(
            "hue must be from 0 to 0.5, or a range within -0.5 and 0.5, it is (-1.0, 0.5)");
  }

  @Test
  void refusesOtherChannels() {
    ColorJitter jitter = new ColorJitter(NONE, NONE, NONE, NONE);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> jitter.outputShape(PartialShape.unknown().withChannels(4)))
        .withMessage("colours can be changed in images of 1 or 3 channels, not of 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grayscale(2))
        .withMessage("numOutputChannels must be 1 or 3, it is 2");
  }

  @Test
  void printsLikeTorchvision() {
    assertThat(new ColorJitter(new Range(0.6, 1.4), NONE, NONE, NONE))
        .hasToString(
            "ColorJitter(brightness=(0.6, 1.4), contrast=None, saturation=None, hue=None)");
  }
}
