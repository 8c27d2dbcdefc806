package org.convoy.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.prepare.Shard.ShardSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestShardTask {
  private static final int SIZE = 6;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  /** Gray images of one pixel, and the ranges that were read of them. */
  private record Source(Set<Integer> bad, int missingFrom, List<String> reads)
      implements ImageDataset {
    private static Source of(Integer... bad) {
      return new Source(Set.of(bad), SIZE, new ArrayList<>());
    }

    @Override
    public int size() {
      return SIZE;
    }

    @Override
    public List<String> classes() {
      return List.of("a", "b");
    }

    @Override
    public Optional<ImageShape> imageShape() {
      return Optional.empty();
    }

    @Override
    public int sampleBytes() {
      return 1;
    }

    @Override
    public String location() {
      return "here";
    }

    @Override
    public SampleIterator read(Configuration hadoop, int from, int to) {
      reads.add(from + "-" + to);
      return SampleIterator.of(SampleIterator.ids(from, to), this::sample);
    }

    private Sample sample(int id) {
      if (id >= missingFrom) {
        throw new DataException("here", "sample " + id, "nothing", "Restore it.");
      }

      byte[] file = PnmEncoder.encode(new Image(1, 1, 1, new byte[] {(byte) id}));
      byte[] content = bad.contains(id) ? new byte[] {1, 2, 3} : file;
      return new Sample(id, id % 2, new EncodedImage(id + ".pgm", content));
    }
  }

  @Test
  void makesConsecutiveShardsInOnePass() throws IOException {
    Source source = Source.of();
    List<ShardSummary> summaries = task(source).run(shards());

    assertThat(source.reads()).containsExactly("0-6");
    assertThat(summaries)
        .extracting(ShardSummary::file)
        .containsExactly(
            "train/part-00000-of-00003.parquet",
            "train/part-00001-of-00003.parquet",
            "train/part-00002-of-00003.parquet");
    for (ShardSummary summary : summaries) {
      byte[] file = Files.readAllBytes(finished(summary));
      assertThat(summary.bytes()).isEqualTo(file.length);
      assertThat(summary.sha256()).isEqualTo(Sha256.hex(file));
      assertThat(summary.statistics().classCounts()).containsExactly(1L, 1L);
    }
  }

  @Test
  void takesOverWhatIsFinishedAndStillWhatItWas() throws IOException {
    Source source = Source.of();
    List<ShardSummary> before = task(source).run(shards());
    Path damaged = finished(before.get(2));
    Files.writeString(damaged, "damaged");
    // Beside it lies Hadoop's own checksum, by which damage would be told already.
    Files.delete(damaged.resolveSibling("." + damaged.getFileName() + ".crc"));
    source.reads().clear();

    assertThat(task(source).run(shards())).isEqualTo(before);
    assertThat(source.reads()).containsExactly("4-6");

    Files.delete(finished(before.get(0)));
    Files.delete(finished(before.get(2)));
    source.reads().clear();

    assertThat(task(source).run(shards())).isEqualTo(before);
    assertThat(source.reads()).containsExactly("0-2", "4-6");
  }

  @Test
  void makesTheSameOfSamplesThatAreGiven() {
    Source source = Source.of();
    Shard last = shards().get(2);
    ShardSummary given = task(source).run(last, source.read(hadoop, 4, 6));

    assertThat(List.of(given)).isEqualTo(task(Source.of()).run(List.of(last)));
  }

  @Test
  void leavesBadImagesOut() {
    List<ShardSummary> summaries = task(Source.of(2, 3)).run(shards());

    assertThat(summaries.get(1).statistics().samples()).isZero();
    assertThat(summaries.get(1).statistics().rejected())
        .extracting(Rejection::id)
        .containsExactly(2, 3);
    assertThat(summaries.get(2).statistics().samples()).isEqualTo(2);
  }

  @Test
  void keepsWhatWasFinishedBeforeTheSourceFailed() {
    Source source = new Source(Set.of(), 3, new ArrayList<>());

    assertThatThrownBy(() -> task(source).run(shards()))
        .isInstanceOf(DataException.class)
        .hasMessage("here: expected sample 3, found nothing. Restore it.");

    PrepareFolder prepared = PrepareFolder.at(hadoop, folder.toString());
    assertThat(prepared.finished(shards().get(0))).isPresent();
    assertThat(prepared.finished(shards().get(1))).isEmpty();
    assertThat(task(Source.of()).run(shards())).hasSize(3);
  }

  private static List<Shard> shards() {
    return IntStream.range(0, 3)
        .mapToObj(i -> new Shard(Split.TRAIN, i, 3, 2 * i, 2 * i + 2))
        .toList();
  }

  private ShardTask task(Source source) {
    PrepareOptions options =
        new PrepareOptions(
            List.of(Split.TRAIN), PrepareOptions.OWN_SIZE, ShardFormat.KEEP, 90, 1 << 20);
    PreparePlan plan =
        new PreparePlan(
            options,
            Map.of(Split.TRAIN, source),
            Map.of(Split.TRAIN, "0".repeat(64)),
            Map.of(),
            shards());
    return new ShardTask(hadoop, plan, PrepareFolder.at(hadoop, folder.toString()));
  }

  private Path finished(ShardSummary summary) {
    return folder.resolve("_temporary").resolve(summary.file());
  }
}
