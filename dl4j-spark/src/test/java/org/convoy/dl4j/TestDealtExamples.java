package org.convoy.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.sampler.EpochPlan;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

final class TestDealtExamples {
  private static LocalSpark spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  /**
   * Data sets of 0 … most examples, in this many partitions, some of them empty; an example is its
   * number.
   */
  private static JavaRDD<byte[]> numbers(int examples, int most, int partitions) {
    List<byte[]> chunks = new ArrayList<>();
    int from = 0;
    for (int size = 1; from < examples; size = size % most + 1) {
      int count = Math.min(size, examples - from);
      float[] numbers = new float[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = from + i;
      }

      chunks.add(
          EncodedExamples.encode(
              new MultiDataSet(
                  Nd4j.createFromArray(numbers).reshape(count, 1), Nd4j.zeros(count, 2))));
      from += count;
    }

    return spark.context().parallelize(chunks, partitions);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,1,1,1",
    "1,3,3,4,2,2",
    "7,2,9,2,2,3",
    "33,5,4,3,4,2",
    "100,7,3,2,16,5",
    "101,100,2,4,5,1",
  })
  void eachExampleIsThereOnceAtItsPlace(
      int examples, int most, int partitions, int workers, int batch, int every) {
    EpochPlan plan = new EpochPlan(3, 1, examples, workers, batch, every);
    try (Examples numbered =
            Examples.of(numbers(examples, most, partitions), StorageLevel.MEMORY_ONLY());
        DealtExamples dealt = DealtExamples.of(numbered, plan)) {
      List<Integer> found = new ArrayList<>();
      for (int round = 0; round < plan.rounds().count(); round++) {
        Arrays.stream(dealt.rows().collectPartitions(dealt.partitions(round)))
            .forEach(rows -> rows.forEach(row -> found.add((int) FlatState.view(row, 0, 1).get())));
      }

      assertThat(numbered.size()).isEqualTo(examples);
      assertThat(found).hasSize(examples).containsExactlyInAnyOrderElementsOf(all(examples));
      if (workers == 1) {
        assertThat(found).containsExactlyElementsOf(ids(plan));
      }
    }
  }

  private static List<Integer> all(int examples) {
    return IntStream.range(0, examples).boxed().toList();
  }

  private static List<Integer> ids(EpochPlan plan) {
    return Arrays.stream(plan.order().ids()).boxed().toList();
  }
}
