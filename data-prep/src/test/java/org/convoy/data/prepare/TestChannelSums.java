package org.convoy.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.junit.jupiter.api.Test;

class TestChannelSums {
  private static final Image GRAY = new Image(1, 2, 1, new byte[] {0, (byte) 255});
  private static final Image GRAY_IN_COLOR = new Image(1, 1, 3, new byte[] {51, 51, 51});
  private static final Image COLOR = new Image(1, 1, 3, new byte[] {(byte) 255, 0, 102});

  @Test
  void measuresOneChannelWhenAllImagesAreGray() {
    ChannelSums sums = ChannelSums.of(GRAY).plus(ChannelSums.of(GRAY_IN_COLOR));

    assertThat(sums.mean()).singleElement().satisfies(mean -> assertThat(mean).isEqualTo(0.4));
    // Variance of 0, 1 and 0.2.
    assertThat(sums.standardDeviation().get(0))
        .isCloseTo(Math.sqrt(1.04 / 3 - 0.16), offset(1e-15));
  }

  @Test
  void countsGrayInEveryChannelOfColor() {
    ChannelSums sums =
        ChannelSums.of(GRAY).plus(ChannelSums.of(COLOR)).plus(ChannelSums.of(GRAY_IN_COLOR));

    // Of the pixels 0, 1, COLOR and 0.2.
    assertThat(sums.mean()).containsExactly(0.55, 0.3, 0.4);
  }

  @Test
  void isExactForConstantImagesOfAnySize() {
    byte[] pixels = new byte[3_000_000];
    java.util.Arrays.fill(pixels, (byte) 200);
    ChannelSums one = ChannelSums.of(new Image(1000, 1000, 3, pixels));
    ChannelSums sums = IntStream.range(0, 1000).mapToObj(i -> one).reduce(one, ChannelSums::plus);

    assertThat(sums.mean()).containsExactly(200 / 255.0);
    assertThat(sums.standardDeviation()).containsExactly(0.0);
  }

  @Test
  void doesNotDependOnTheOrder() {
    Random random = new Random(1);
    List<ChannelSums> parts = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      byte[] pixels = new byte[3 * (i + 1)];
      random.nextBytes(pixels);
      parts.add(ChannelSums.of(new Image(1, i + 1, 3, pixels)));
      parts.add(ChannelSums.of(GRAY));
    }

    ChannelSums sums = parts.stream().reduce(ChannelSums.EMPTY, ChannelSums::plus);
    Collections.shuffle(parts, random);

    assertThat(parts.stream().reduce(ChannelSums.EMPTY, ChannelSums::plus)).isEqualTo(sums);
  }

  @Test
  void hasNoMeanWithoutImages() {
    assertThat(ChannelSums.EMPTY.mean()).isEmpty();
    assertThat(ChannelSums.EMPTY.standardDeviation()).isEmpty();
  }

  @Test
  void refusesOtherChannels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChannelSums.of(new Image(1, 1, 4, new byte[4])))
        .withMessage("images have 1 or 3 channels, not 4: convert it first");
  }
}
