package org.convoy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TestRandomBatches {
  @Test
  void imagesAndLabelsPairUpAnewForThirtyFiveBatches() {
    RandomBatches batches = new RandomBatches(BenchmarkCase.LENET5, 2, 1);
    Set<List<Integer>> pairs = new HashSet<>();

    for (int i = 0; i < 35; i++) {
      batches.next();
      pairs.add(
          List.of(
              System.identityHashCode(batches.images()),
              System.identityHashCode(batches.labels())));
    }

    assertThat(pairs).hasSize(35);
  }

  @Test
  void batchesHaveTheShapeOfTheCase() {
    RandomBatches batches = new RandomBatches(BenchmarkCase.RESNET20, 100, 1);
    batches.next();

    assertThat(batches.images()).hasSize(100 * 3 * 32 * 32);
    assertThat(batches.labels()).hasSize(100).contains(0, 9).doesNotContain(-1, 10);
  }
}
