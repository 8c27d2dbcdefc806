package org.convoy.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;

/** Where a training runs, and how its data travel, does not change a byte of the result. */
final class TestPlaces {
  private enum Kind {
    /** Stock layers with dropout. */
    LAYERS {
      @Override
      Model fit(LocalSpark where) {
        return where.fit(
            Networks.layers(Networks.adam(), 0.7),
            master(),
            where.rdd(Networks.examples(50), 3),
            2);
      }
    },
    /** Stock layers with running statistics. */
    GRAPH {
      @Override
      Model fit(LocalSpark where) {
        return where.fit(
            Networks.graph(Networks.adam()), master(), where.rdd(Networks.examples(50), 3), 2);
      }
    },
    /** Convoy's layers. */
    CONVOY {
      @Override
      Model fit(LocalSpark where) {
        return where.fit(
            Networks.convoy(Networks.adam()), master(), where.rdd(Networks.examples(50), 3), 2);
      }
    };

    abstract Model fit(LocalSpark where);

    private static ConvoyTrainingMaster master() {
      return new ConvoyTrainingMaster.Builder(3, 1)
          .batchSizePerWorker(4)
          .averagingFrequency(2)
          .build();
    }
  }

  @Test
  void neitherSlotsNorSerializerChangeTheResult() {
    List<String> two;
    try (LocalSpark spark = LocalSpark.start("local[2]")) {
      two = hashes(spark);
    }

    try (LocalSpark spark = LocalSpark.startWithKryo("local[1]")) {
      assertThat(hashes(spark)).isEqualTo(two);
    }
  }

  private static List<String> hashes(LocalSpark spark) {
    return Arrays.stream(Kind.values()).map(kind -> hash(kind.fit(spark))).toList();
  }

  private static String hash(Model network) {
    return FlatState.of(network).weightsSha256();
  }
}
