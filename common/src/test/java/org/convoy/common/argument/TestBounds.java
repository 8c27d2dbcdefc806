package org.convoy.common.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TestBounds {
  @Test
  void areToldInWords() {
    assertThat(Bounds.ALL.describe()).isEmpty();
    assertThat(Bounds.SHARE.describe()).isEqualTo("from 0 to 1");
    assertThat(Bounds.FACTOR.describe()).isEqualTo("above 0 and at most 1");
    assertThat(Bounds.DECAY.describe()).isEqualTo("at least 0 and below 1");
    assertThat(Bounds.between(0, 0.5).describe()).isEqualTo("above 0 and below 0.5");
  }

  @Test
  void whatBelongsToThem() {
    assertThat(new boolean[] {Bounds.SHARE.contains(0), Bounds.SHARE.contains(1)})
        .containsOnly(true);
    assertThat(new boolean[] {Bounds.POSITIVE.contains(0), Bounds.DECAY.contains(1)})
        .containsOnly(false);
    assertThat(Bounds.between(0, 1).contains(Double.MIN_VALUE)).isTrue();
  }

  @Test
  void infinityAndNotANumberBelongToNone() {
    for (Bounds bounds : new Bounds[] {Bounds.ALL, Bounds.POSITIVE, Bounds.atLeast(-1)}) {
      assertThat(bounds.contains(Double.NaN)).isFalse();
      assertThat(bounds.contains(Double.POSITIVE_INFINITY)).isFalse();
    }
  }

  @Test
  void checkedNumbersComeBack() {
    assertThat(Bounds.COUNT.check("workers", 3)).isEqualTo(3);
    assertThat(Bounds.COUNT.check("bytes", 1L << 40)).isEqualTo(1L << 40);
    assertThat(Bounds.SHARE.check("p", 0.5)).isEqualTo(0.5);
  }

  @Test
  void othersAreRefusedWithWhatIsAllowed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.COUNT.check("workers", 0))
        .withMessage("workers must be at least 1, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.COUNT.check("bytes", -5L))
        .withMessage("bytes must be at least 1, got -5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bounds.ALL.check("alpha", Double.NaN))
        .withMessage("alpha must be a finite number, got NaN");
  }
}
