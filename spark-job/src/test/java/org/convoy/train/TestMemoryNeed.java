package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convoy.config.ConvoyConfig;
import org.convoy.replica.DriverModel;
import org.convoy.train.round.Exchange;
import org.junit.jupiter.api.Test;

/** Memory is counted for the batches that these data make, whatever sizes the config allows. */
final class TestMemoryNeed {
  private static final int TRAIN = 40;
  private static final int VALIDATION = 16;

  private static MemoryNeed need(int test, String... settings) {
    ConvoyConfig config = SmallTraining.of("local[2]", TRAIN, settings).config();
    Datasets datasets =
        new Datasets(
            new SquaresDataset(TRAIN),
            new SquaresDataset(VALIDATION),
            test == 0 ? Optional.empty() : Optional.of(new SquaresDataset(test)),
            "validation",
            List.of());
    DriverModel model = DriverModel.of(config, Models.describe(config, datasets.train()));
    return MemoryNeed.of(model, datasets, Exchange.LENT, 1);
  }

  private static long working(String... settings) {
    return need(0, settings).working();
  }

  @Test
  void aTaskEvaluatesNoMoreThanItsPartition() {
    String eightPartitions = "data.partitions=8";

    assertThat(working("batchSize=1", "validation.batchSize=256", eightPartitions))
        .isEqualTo(working("batchSize=1", "validation.batchSize=2", eightPartitions))
        .isLessThan(working("batchSize=1", "validation.batchSize=256", "data.partitions=1"));
  }

  @Test
  void theLargerOfTheMeasuredSplitsCounts() {
    String[] settings = {"batchSize=1", "validation.batchSize=256", "data.partitions=8"};

    assertThat(need(8 * VALIDATION, settings).working())
        .isEqualTo(working("batchSize=1", "validation.batchSize=16", "data.partitions=1"))
        .isGreaterThan(need(0, settings).working());
  }

  @Test
  void aStepHasNoMoreImagesThanThereAre() {
    assertThat(working("batchSize=4096")).isEqualTo(working("batchSize=" + TRAIN));
  }

  /** They have states of their own, and one list of samples. */
  @Test
  void trainingsSideBySideShareTheirSamplesAndReplicas() {
    Datasets datasets = new Datasets(new SquaresDataset(TRAIN), new SquaresDataset(VALIDATION));
    DriverModel model = SmallTraining.of("local[2]", TRAIN).model();
    MemoryNeed one = MemoryNeed.of(model, datasets, Exchange.LENT, 1);
    MemoryNeed three = MemoryNeed.of(model, datasets, Exchange.LENT, 3);
    long list = datasets.listBytes();

    assertThat(three.heap().driver() - list).isEqualTo(3 * (one.heap().driver() - list));
    assertThat(three.replicas(2)).isEqualTo(one.replicas(2));
  }

  @Test
  void onlyABatchThatCanBeSmallerIsNamed() {
    assertThat(need(0, "batchSize=8").batchSetting()).isEqualTo("batchSize");
    assertThat(need(0, "batchSize=1").batchSetting()).isEmpty();
    assertThat(need(0, "batchSize=1", "validation.batchSize=16").batchSetting())
        .isEqualTo("validation.batchSize");
    assertThat(need(0, "batchSize=1", "validation.batchSize=16", "data.partitions=16"))
        .extracting(MemoryNeed::batchSetting)
        .isEqualTo("");
  }
}
