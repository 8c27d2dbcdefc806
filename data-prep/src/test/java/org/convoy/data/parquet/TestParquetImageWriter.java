package org.convoy.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Fingerprint;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleAccess;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestParquetImageWriter {
  private static final List<String> CLASSES = List.of("Äpfel", "\"quoted\"", "c");

  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();

  @Test
  void readsBackWhatWasWritten() throws Exception {
    List<Sample> samples = samples(0, 100, 300);
    String sha256 = write("train.parquet", samples);

    ParquetDataset dataset = open();

    assertThat(dataset.classes()).isEqualTo(CLASSES);
    assertThat(dataset.imageShape()).isEmpty();
    assertThat(dataset.sampleBytes()).isBetween(150, 250);
    assertThat(read(dataset, 0, 100)).isEqualTo(samples);
    assertThat(sha256).isEqualTo(hash(folder.resolve("train.parquet")));
  }

  @Test
  void readsSlicesOfManyRowGroupsAndFiles() throws IOException {
    Files.createDirectories(folder.resolve("train"));
    List<Sample> first = samples(0, 400, 150_000);
    List<Sample> second = samples(400, 50, 150_000);
    write("train/part-00000.parquet", first);
    write("train/part-00001.parquet", List.of());
    write("train/part-00002.parquet", second);
    List<Sample> all = new ArrayList<>(first);
    all.addAll(second);

    ParquetDataset dataset = open();

    assertThat(dataset.size()).isEqualTo(450);
    assertThat(read(dataset, 0, 450)).isEqualTo(all);
    assertThat(read(dataset, 399, 401)).isEqualTo(all.subList(399, 401));
    assertThat(read(dataset, 123, 321)).isEqualTo(all.subList(123, 321));
    assertThat(read(dataset, 449, 450)).isEqualTo(all.subList(449, 450));
    assertThat(read(dataset, 450, 450)).isEmpty();
    assertThat(dataset.labels(hadoop)).isEqualTo(all.stream().mapToInt(Sample::label).toArray());
  }

  @Test
  void readsSamplesByTheirIds() throws IOException {
    Files.createDirectories(folder.resolve("train"));
    List<Sample> all = samples(0, 450, 150_000);
    write("train/part-00000.parquet", all.subList(0, 400));
    write("train/part-00001.parquet", all.subList(400, 450));
    ParquetDataset dataset = open();
    SplittableRandom random = new SplittableRandom(1);

    assertThat(dataset.access()).isEqualTo(SampleAccess.BY_ID);

    for (double share : new double[] {0.01, 0.1, 0.5, 1}) {
      int[] ids = IntStream.range(0, 450).filter(id -> random.nextDouble() < share).toArray();
      assertThat(select(dataset, ids)).isEqualTo(IntStream.of(ids).mapToObj(all::get).toList());
    }

    assertThat(select(dataset, 3, 399, 400, 449))
        .isEqualTo(List.of(all.get(3), all.get(399), all.get(400), all.get(449)));
    assertThat(select(dataset)).isEmpty();
  }

  @Test
  void readsLittleMoreThanWhatIsAskedFor() throws IOException {
    List<Sample> all = samples(0, 300, 150_000);
    write("train.parquet", all);
    ParquetDataset dataset = open();
    FileSystem.clearStatistics();

    assertThat(select(dataset, 5, 150, 290))
        .isEqualTo(List.of(all.get(5), all.get(150), all.get(290)));

    long images = (long) all.get(5).image().bytes() + all.get(150).image().bytes();
    long bytes = FileSystem.getGlobalStorageStatistics().get("file").getLong("bytesRead");
    assertThat(bytes).isLessThan(images + all.get(290).image().bytes() + 200_000);
  }

  @Test
  void smallImagesAreReadWithTheirNeighbours() throws IOException {
    List<Sample> all = samples(0, 5000, 1000);
    write("train.parquet", all);
    ParquetDataset dataset = open();

    assertThat(dataset.access()).isEqualTo(SampleAccess.BY_NEIGHBOURS);
    assertThat(select(dataset, 5, 700, 4999))
        .isEqualTo(List.of(all.get(5), all.get(700), all.get(4999)));
  }

  @Test
  void keepsRowGroupsSmallForLargeImages() throws IOException {
    write("train.parquet", samples(0, 30, 8_000_000));

    try (ParquetRows rows = ParquetRows.open(hadoop, folder.resolve("train.parquet").toString())) {
      assertThat(rows.rowGroups()).hasSizeGreaterThan(2);
      assertThat(rows.rowGroups()).allMatch(group -> group.getTotalByteSize() < 100 << 20);
    }
  }

  @Test
  void sameSamplesGiveTheSameBytes() throws IOException {
    assertThat(write("a.parquet", samples(0, 50, 1000)))
        .isEqualTo(write("b.parquet", samples(0, 50, 1000)))
        .isNotEqualTo(write("c.parquet", samples(0, 51, 1000)));
  }

  /** The hash changes with the version of Parquet, which the file names, and with nothing else. */
  @Test
  void givesTheSameBytesInEveryProcess() throws IOException {
    assertThat(write("train.parquet", samples(0, 50, 1000)))
        .isEqualTo("5f3ce88ebaafd46084cd7219b8d78a669182bedb3eb72567a6bde78539b78759");
  }

  @Test
  void declaresTheCommonShape() throws IOException {
    try (ParquetImageWriter writer = create("train.parquet")) {
      writer.write(samples(0, 1, 10).get(0));
      writer.declareShape(new ImageShape(28, 29, 3));
    }

    assertThat(open().imageShape()).contains(new ImageShape(28, 29, 3));
  }

  @Test
  void hasTheFingerprintOfItsSamples() throws IOException {
    List<Sample> samples = samples(0, 20, 100);
    write("train.parquet", samples);
    Fingerprint expected = new Fingerprint(CLASSES);
    samples.forEach(expected::add);

    assertThat(open().fingerprint(hadoop)).isEqualTo(expected.finish());
  }

  @Test
  void detectsDamageByThePagesChecksums() throws IOException {
    write("train.parquet", samples(0, 100, 300));
    Files.delete(folder.resolve(".train.parquet.crc"));
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("train.parquet").toFile(), "rw")) {
      file.seek(5000);
      int value = file.read();
      file.seek(5000);
      file.write(value ^ 1);
    }

    ParquetDataset dataset = open();

    assertThatThrownBy(() -> read(dataset, 0, 100))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "train.parquet: expected row group 1 of 1, found damaged or foreign content")
        .hasMessageContaining("CRC checksum verification failed");
  }

  @Test
  void refusesFilesThatWereReplaced() throws IOException {
    write("train.parquet", samples(0, 100, 300));
    ParquetDataset dataset = open();
    write("train.parquet", samples(0, 99, 300));

    assertThatThrownBy(() -> read(dataset, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected row groups as when the data set was opened, found others."
                + " The file was replaced meanwhile: start the job again.");
  }

  @Test
  void refusesUnfinishedShards() throws IOException {
    write("train.parquet", samples(0, 1, 300));
    Files.createDirectories(folder.resolve("_temporary"));

    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Run the same convoy prepare again to finish it.");
  }

  @Test
  void refusesEmptyAndMissingData() throws IOException {
    write("train.parquet", List.of());

    assertThatThrownBy(this::open)
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected at least one row, found none."
                + " The Parquet files are empty: make them again.");
    assertThatThrownBy(() -> ParquetDataset.open(hadoop, folder + "/none", Split.TRAIN, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + "/none: expected Parquet files, found nothing."
                + " Check the path, or fetch the data first.");
  }

  @Test
  void refusesDecodedImages() throws IOException {
    try (ParquetImageWriter writer = create("train.parquet")) {
      Sample decoded = new Sample(0, 0, new Image(1, 1, 1, new byte[1]));

      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(decoded))
          .withMessage("only encoded images are written, not Image(1 x 1 x 1): encode it first");
    }
  }

  private ParquetDataset open() {
    return ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of());
  }

  private ParquetImageWriter create(String name) throws IOException {
    return new ParquetImageWriter(
        hadoop, new org.apache.hadoop.fs.Path(folder.resolve(name).toString()), CLASSES);
  }

  private String write(String name, List<Sample> samples) throws IOException {
    ParquetImageWriter writer = create(name);

    try (writer) {
      for (Sample sample : samples) {
        writer.write(sample);
      }
    }

    return writer.sha256();
  }

  private static List<Sample> samples(int from, int count, int maximumBytes) {
    List<Sample> samples = new ArrayList<>();

    for (int id = from; id < from + count; id++) {
      SplittableRandom random = new SplittableRandom(id);
      byte[] content = new byte[random.nextInt(1, maximumBytes)];
      random.nextBytes(content);
      samples.add(new Sample(id, id % 3, new EncodedImage("c/%d.jpg".formatted(id), content)));
    }

    return samples;
  }

  private List<Sample> select(ParquetDataset dataset, int... ids) {
    List<Sample> samples = new ArrayList<>();

    try (SampleIterator iterator = dataset.read(hadoop, ids)) {
      iterator.forEachRemaining(samples::add);
    }

    return samples;
  }

  private List<Sample> read(ParquetDataset dataset, int from, int to) {
    List<Sample> samples = new ArrayList<>();

    try (SampleIterator iterator = dataset.read(hadoop, from, to)) {
      iterator.forEachRemaining(samples::add);
    }

    return samples;
  }

  private static String hash(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }
}
