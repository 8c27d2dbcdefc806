package org.convoy.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestRoundLengths {
  @Test
  void findsTheRoundOfEachStep() {
    RoundLengths rounds = RoundLengths.of(List.of(1, 3, 1, 2));

    assertThat(IntStream.range(0, 7).map(rounds::round)).containsExactly(0, 1, 1, 1, 2, 3, 3);
    assertThat(IntStream.range(0, 4).map(rounds::start)).containsExactly(0, 1, 4, 5);
    assertThat(IntStream.range(0, 4).map(rounds::length)).containsExactly(1, 3, 1, 2);
    assertThat(rounds.longest()).isEqualTo(3);
    assertThat(rounds.steps()).isEqualTo(7);
  }

  @Test
  void regularRoundsHaveAShorterLastOne() {
    assertThat(RoundLengths.regular(10, 4)).isEqualTo(RoundLengths.of(List.of(4, 4, 2)));
    assertThat(RoundLengths.regular(8, 4)).isEqualTo(RoundLengths.of(List.of(4, 4)));
    assertThat(RoundLengths.regular(3, Integer.MAX_VALUE)).isEqualTo(RoundLengths.of(List.of(3)));
  }

  @Test
  void refusesEmptyRounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoundLengths.of(List.of(2, 0)))
        .withMessage("length of round 1 must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RoundLengths.of(List.of()))
        .withMessage("number of rounds must be at least 1, got 0");
  }
}
