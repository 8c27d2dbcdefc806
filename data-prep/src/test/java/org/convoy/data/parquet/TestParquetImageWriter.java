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
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.Version;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Fingerprint;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
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
        .isEqualTo(
            Version.VERSION_NUMBER.equals("1.13.1")
                ? "5f3ce88ebaafd46084cd7219b8d78a669182bedb3eb72567a6bde78539b78759"
                : "178681585c96ddd53064b3d0e0231b82b00333f9ec86edf25c8ab739407a29fa");
  }

  @Test
  void declaresTheCommonShape() throws IOException {
    try (ParquetImageWriter writer = create("train.parquet")) {
      writer.write(samples(0, 1, 10).get(0));
      writer.declareShape(new ImageShape(28, 29, 3));
    }

    assertThat(open().imageShape()).contains(new ImageShape(28, 29, 3));
  }

  /** As {@code prepare} declares what it finds in MNIST's files. */
  @Test
  void numbersThatAreDeclaredCanBeGivenNames() throws IOException {
    try (ParquetImageWriter writer = create("train.parquet", List.of("0", "1", "2"))) {
      writer.write(samples(0, 1, 10).get(0));
    }

    assertThat(open(List.of("ant", "bee", "cat")).classes()).containsExactly("ant", "bee", "cat");
    assertThat(open(List.of("2", "1", "0")).classes())
        .as("matched by name, by whoever knows both")
        .containsExactly("0", "1", "2");
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
    return open(List.of());
  }

  private ParquetDataset open(List<String> names) {
    return ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, names);
  }

  private ParquetImageWriter create(String name) throws IOException {
    return create(name, CLASSES);
  }

  private ParquetImageWriter create(String name, List<String> classes) throws IOException {
    return new ParquetImageWriter(
        hadoop, new org.apache.hadoop.fs.Path(folder.resolve(name).toString()), classes);
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
