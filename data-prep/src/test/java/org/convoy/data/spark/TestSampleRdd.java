package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.idx.IdxBytes;
import org.convoy.data.idx.IdxDataset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Tag("spark")
class TestSampleRdd {
  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  @Test
  void readsContiguousSlices() {
    JavaRDD<Sample> samples =
        SampleRdd.read(SPARK.context(), new GeneratedDataset(10), 3).samples();

    List<Integer>[] ids = samples.map(Sample::id).collectPartitions(new int[] {0, 1, 2});

    assertThat(ids).containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6, 7, 8, 9));
    assertThat(samples.collect())
        .isEqualTo(IntStream.range(0, 10).mapToObj(GeneratedDataset::sample).toList());
  }

  @Test
  void makesNoMorePartitionsThanSamples() {
    JavaRDD<Sample> samples = SampleRdd.read(SPARK.context(), new GeneratedDataset(2), 5).samples();

    assertThat(samples.getNumPartitions()).isEqualTo(2);
    assertThat(samples.map(Sample::id).collect()).containsExactly(0, 1);
  }

  @Test
  void readsFromFilesInTasks() throws IOException {
    IdxDataset dataset = writeIdx(100);

    List<Sample> collected = SampleRdd.read(SPARK.context(), dataset, 4).samples().collect();

    assertThat(collected).extracting(Sample::id).containsExactlyElementsOf(ids(100));
    assertThat(((Image) collected.get(57).image()).pixels()).isEqualTo(IdxBytes.pixels(57));
    assertThat(collected.get(57).label()).isEqualTo(7);
  }

  @Test
  void readsLazilyAndClosesWhatItOpened() {
    GeneratedDataset.SAMPLES_MADE.set(0);

    List<Sample> first =
        SampleRdd.read(SPARK.context(), new GeneratedDataset(1000), 1).samples().take(2);

    assertThat(first).hasSize(2);
    assertThat(GeneratedDataset.SAMPLES_MADE).hasValueLessThan(10);
    assertThat(GeneratedDataset.OPEN_READERS).hasValue(0);
  }

  @Test
  void isKeptInSerializedFormUntilItIsClosed() {
    try (SampleRdd read = SampleRdd.read(SPARK.context(), new GeneratedDataset(1000), 2).kept()) {
      assertThat(read.samples().count()).isEqualTo(1000);
      GeneratedDataset.SAMPLES_MADE.set(0);

      assertThat(read.samples().map(Sample::id).collect()).isEqualTo(ids(1000));
      assertThat(GeneratedDataset.SAMPLES_MADE).hasValue(0);
      assertThat(read.samples().getStorageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK_SER());
    }

    assertThat(SPARK.context().getPersistentRDDs()).isEmpty();
  }

  @Test
  void damagedDataFailsTheJobWithItsOwnMessage() throws IOException {
    IdxDataset dataset = writeIdx(100);
    JavaRDD<Sample> samples = SampleRdd.read(SPARK.context(), dataset, 2).samples();
    Files.delete(folder.resolve("train-images-idx3-ubyte"));

    assertThatThrownBy(samples::count)
        .isInstanceOf(SparkException.class)
        .hasRootCauseInstanceOf(FileNotFoundException.class)
        .cause()
        .isInstanceOf(DataException.class)
        .hasMessage(
            "file:"
                + folder
                + "/train-images-idx3-ubyte: expected an IDX file, found nothing."
                + " Check the path, or fetch the data.");
  }

  @Test
  void refusesNoPartitions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampleRdd.read(SPARK.context(), new GeneratedDataset(2), 0))
        .withMessage("partitions must be at least 1, got 0");
  }

  private IdxDataset writeIdx(int count) throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), IdxBytes.images(count));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(count));
    return IdxDataset.open(
        SPARK.context().hadoopConfiguration(),
        folder.toString(),
        Split.TRAIN,
        IdxDataset.numberedClasses(10));
  }

  private static List<Integer> ids(int count) {
    return IntStream.range(0, count).boxed().toList();
  }
}
