package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestMixingCheck {
  private static int[] labels(int size, IntUnaryOperator label) {
    return IntStream.range(0, size).map(label).toArray();
  }

  @Test
  void warnsOfSortedClasses() {
    assertThat(MixingCheck.findings(labels(1000, id -> id / 100)))
        .containsExactly(
            Finding.warning(
                "data",
                "99 % of the training images have the class of the one before, 10 % would if they"
                    + " were mixed; data.shuffle = chunks keeps neighbours together: prepare the"
                    + " data with convoy prepare --shuffle, or set data.shuffle = auto"));
  }

  @Test
  void warnsOfRunsOfAClass() {
    SplittableRandom random = new SplittableRandom(1);
    int[] runs = random.ints(300, 0, 10).toArray();

    assertThat(MixingCheck.findings(labels(900, id -> runs[id / 3]))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1000})
  void isContentWithMixedClasses(int classes) {
    SplittableRandom random = new SplittableRandom(1);

    assertThat(MixingCheck.findings(labels(5000, id -> random.nextInt(classes)))).isEmpty();
  }

  @Test
  void isContentWithRareClasses() {
    SplittableRandom random = new SplittableRandom(1);

    assertThat(MixingCheck.findings(labels(5000, id -> random.nextInt(100) == 0 ? 1 : 0)))
        .isEmpty();
  }

  @Test
  void isContentWithClassesInTurnAndWithNextToNothing() {
    assertThat(MixingCheck.findings(labels(1000, id -> id % 10))).isEmpty();
    assertThat(MixingCheck.findings(new int[] {3})).isEmpty();
    assertThat(MixingCheck.findings(new int[0])).isEmpty();
  }
}
