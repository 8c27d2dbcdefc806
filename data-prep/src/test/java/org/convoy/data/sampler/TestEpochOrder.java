package org.convoy.data.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestEpochOrder {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 1009, 60_000})
  void isAPermutation(int size) {
    EpochOrder order = EpochOrder.of(7, 3, size);
    int[] ids = order.ids();

    for (int position = 0; position < size; position++) {
      assertThat(order.position(ids[position])).isEqualTo(position);
    }

    assertThat(Arrays.stream(ids).sorted().toArray()).isEqualTo(range(size));
  }

  /** The order is part of what a run is a function of: it must never change. */
  @Test
  void isPinned() {
    assertThat(EpochOrder.of(0, 0, 10).ids()).containsExactly(2, 3, 0, 4, 5, 6, 9, 1, 7, 8);
    assertThat(EpochOrder.of(42, 5, 10).ids()).containsExactly(7, 5, 0, 3, 2, 9, 8, 6, 4, 1);
    assertThat(Arrays.hashCode(EpochOrder.of(42, 5, 60_000).ids())).isEqualTo(411_762_341);
  }

  @Test
  void dependsOnSeedAndEpoch() {
    int[] order = EpochOrder.of(1, 2, 1000).ids();

    assertThat(EpochOrder.of(1, 3, 1000).ids()).isNotEqualTo(order);
    assertThat(EpochOrder.of(2, 2, 1000).ids()).isNotEqualTo(order);
    assertThat(EpochOrder.of(2, 1, 1000).ids()).isNotEqualTo(order);
    assertThat(EpochOrder.of(1, 2, 1000).ids()).isEqualTo(order);
  }

  @Test
  void isUniform() {
    int size = 6;
    int epochs = 60_000;
    int[][] counts = new int[size][size];

    for (int epoch = 0; epoch < epochs; epoch++) {
      EpochOrder order = EpochOrder.of(11, epoch, size);

      for (int id = 0; id < size; id++) {
        counts[id][order.position(id)]++;
      }
    }

    for (int[] count : counts) {
      for (int times : count) {
        // 5 standard deviations of a binomial distribution with p = 1/6.
        assertThat(times).isCloseTo(epochs / size, within(457));
      }
    }
  }

  @Test
  void refusesIdsOfAnotherDataSet() {
    EpochOrder order = EpochOrder.of(1, 0, 100);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> order.position(100))
        .withMessage(
            "sample id 100 is outside 0…99: the plan was made for a data set of another size");
  }

  private static int[] range(int size) {
    int[] values = new int[size];
    Arrays.setAll(values, i -> i);
    return values;
  }
}
