package org.convoy.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TestRandomKey {
  @Test
  void finishesAsSplitMixDoes() {
    long seed = 42;

    assertThat(RandomKey.finish(seed + RandomKey.GOLDEN_GAMMA))
        .isEqualTo(new SplittableRandom(seed).nextLong());
  }

  @Test
  void everyPartAndTheirOrderCount() {
    assertThat(RandomKey.mix(1, 2))
        .isNotEqualTo(RandomKey.mix(2, 1))
        .isNotEqualTo(RandomKey.mix(1, 3))
        .isNotEqualTo(RandomKey.mix(1, 2, 0));
  }
}
