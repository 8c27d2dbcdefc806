package org.convoy.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestMaxBad {
  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "1%, 10", "0.55%, 5", "100%, 1000"})
  void allowsUpToTheBound(String text, long bound) {
    MaxBad maxBad = MaxBad.parse(text);

    assertThat(maxBad.allows(bound, 1000)).isTrue();
    assertThat(maxBad.allows(bound + 1, 1000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "many", "1.5", "%", "1 %"})
  void refusesOtherTexts(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaxBad.parse(text))
        .withMessage("a number such as 20 or a percentage such as 0.5% is needed, not " + text);
  }

  @Test
  void readsAsItIsWritten() {
    assertThat(MaxBad.parse("7")).hasToString("7");
    assertThat(MaxBad.parse("0.5%")).hasToString("0.5%");
  }

  @Test
  void morePercentThanThereAreIsAMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaxBad.parse("200%"))
        .withMessage("a percentage is from 0% to 100%, not 200.0%");
  }
}
