package org.convoy.train.stop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TestTimeBudget {
  private static final Duration NO_SAVE = Duration.ZERO;

  private Duration sinceStart = Duration.ZERO;
  private final TimeBudget hour = new TimeBudget(Optional.of(1.0), () -> sinceStart);

  @Test
  void leavesTimeForTheLongestRoundSeenAndTheEnd() {
    hour.roundTook(10, 50);
    hour.roundTook(10, 100);

    sinceStart = Duration.ofSeconds(3600 - 10 - 200);
    assertThat(hour.fitsRound(20, NO_SAVE)).isTrue();
    assertThat(hour.fitsRound(21, NO_SAVE)).isFalse();
    assertThat(hour.fitsRound(20, Duration.ofSeconds(1))).isFalse();
    assertThat(hour.fitsValidation(NO_SAVE)).isTrue();
    assertThat(hour.left()).isEqualTo(Duration.ofSeconds(200));
  }

  @Test
  void isNoLongerThanATimerCanWait() {
    TimeBudget ages = new TimeBudget(Optional.of(1e300), () -> sinceStart);

    assertThat(ages.isLimited()).isTrue();
    assertThat(ages.left()).isEqualTo(Duration.ofSeconds(3_600_000_000L - 10));
    OverrunGuard.start(ages, new StopRequest()).close();
  }

  @Test
  void leavesTimeForTheValidation() {
    hour.validationTook(30);

    sinceStart = Duration.ofSeconds(3600 - 10 - 30);
    assertThat(hour.fitsValidation(NO_SAVE)).isTrue();
    assertThat(hour.fitsValidation(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void forgetsALongFirstRound() {
    hour.roundTook(1, 1000);
    for (int round = 0; round < 10; round++) {
      hour.roundTook(1, 1);
    }

    sinceStart = Duration.ofSeconds(3600 - 10 - 1);
    assertThat(hour.fitsRound(1, NO_SAVE)).isTrue();
  }

  @Test
  void hasNothingLeftAfterTheEnd() {
    sinceStart = Duration.ofHours(2);

    assertThat(hour.fitsRound(1, NO_SAVE)).isFalse();
    assertThat(hour.left()).isEqualTo(Duration.ZERO);
  }

  @Test
  void allFitsWithoutALimit() {
    TimeBudget unlimited = new TimeBudget(Optional.empty(), () -> Duration.ofDays(1000));
    unlimited.roundTook(1, 1e9);

    assertThat(unlimited.isLimited()).isFalse();
    assertThat(unlimited.fitsRound(1000, Duration.ofDays(1))).isTrue();
  }

  @Test
  void countsFromTheStartOfTheProcess() {
    assertThat(TimeBudget.ofProcess(Optional.of(1e6)).left())
        .isLessThan(Duration.ofHours(1_000_000));
    assertThat(TimeBudget.ofProcess(Optional.of(1e-6)).fitsRound(1, NO_SAVE)).isFalse();
  }
}
