package org.convoy.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestClassOrder {
  @Test
  void sortedClassesAreNotMixed() {
    ClassOrder sorted = ClassOrder.of(IntStream.range(0, 1000).map(id -> id / 100).toArray());

    assertThat(sorted.alike()).isEqualTo(990 / 999.0, within(1e-12));
    assertThat(sorted.alikeIfMixed()).isEqualTo(99 / 999.0, within(1e-12));
    assertThat(sorted.isMixed()).isFalse();
  }

  @Test
  void randomClassesAre() {
    SplittableRandom random = new SplittableRandom(1);

    assertThat(ClassOrder.of(random.ints(5000, 0, 10).toArray()).isMixed()).isTrue();
    assertThat(ClassOrder.of(new int[] {3}).isMixed()).isTrue();
    assertThat(ClassOrder.of(new int[0]).isMixed()).isTrue();
  }
}
