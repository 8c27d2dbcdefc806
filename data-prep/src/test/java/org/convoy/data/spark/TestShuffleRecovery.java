package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.spark.ScalaCollections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In a class of its own: Spark takes the loss for that of the executor, which here is the JVM. */
@Tag("spark")
class TestShuffleRecovery {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @Test
  void writesLostShuffleFilesAgain() {
    EpochPlan plan = new EpochPlan(3, 0, 500, 2, 16, 4);
    JavaRDD<Sample> samples =
        SampleRdd.read(SPARK.context(), new GeneratedDataset(500), 2).samples();

    List<List<Sample>> expected = intact(samples, plan);

    try (ShuffledEpoch epoch = ShuffledEpoch.of(samples, plan, 6)) {
      collect(epoch, 0);
      assertThat(shuffleFiles()).isNotEmpty().allMatch(File::delete);

      assertThat(collect(epoch, 1)).isEqualTo(expected);
    }
  }

  private static List<List<Sample>> intact(JavaRDD<Sample> samples, EpochPlan plan) {
    try (ShuffledEpoch epoch = ShuffledEpoch.of(samples, plan, 6)) {
      return collect(epoch, 1);
    }
  }

  private static List<List<Sample>> collect(ShuffledEpoch epoch, int round) {
    return Arrays.asList(epoch.samples().collectPartitions(epoch.partitions(round)));
  }

  private static List<File> shuffleFiles() {
    return ScalaCollections.asJava(SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
        .stream()
        .filter(file -> file.getName().startsWith("shuffle_"))
        .toList();
  }
}
