package org.convoy.data.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.convoy.data.source.DatasetSource.Cifar100Labels;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads what pyarrow wrote: see {@code write.py} beside the files. */
@Tag("spark")
class TestForeignParquet {
  private static final Path RESOURCES =
      Path.of(System.getProperty("user.dir"), "src/test/resources/parquet");

  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "zstd", "gzip"})
  void readsRowGroupsDictionariesAndCodecs(String codec) {
    ParquetDataset dataset = open(codec);

    assertThat(dataset.classes()).containsExactly("ant", "bee", "cat");
    assertThat(dataset.imageShape()).isEmpty();
    assertThat(read(dataset, 0, dataset.size())).isEqualTo(expected(codec, 0, 40));
  }

  @Test
  void readsSlicesAcrossRowGroups() {
    ParquetDataset dataset = open("snappy");

    for (int from = 0; from <= 40; from++) {
      for (int to = from; to <= 40; to += 3) {
        assertThat(read(dataset, from, to)).isEqualTo(expected("snappy", from, to));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({".", "data", "plain_text", "train"})
  void findsShardsAsTheyArePublished(String layout) throws IOException {
    Path place = Files.createDirectories(folder.resolve(layout));
    Files.copy(file("hub-train-0"), place.resolve("train-00000-of-00002.parquet"));
    Files.copy(file("hub-train-1"), place.resolve("train-00001-of-00002.parquet"));

    ParquetDataset dataset = ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of());

    assertThat(dataset.size()).isEqualTo(50);
    assertThat(read(dataset, 0, 50)).isEqualTo(expected("hub", 0, 50));
    assertThat(read(dataset, 22, 31)).isEqualTo(expected("hub", 22, 31));
  }

  @Test
  void findsTheValidationSplit() throws IOException {
    Files.copy(file("none"), folder.resolve("train.parquet"));
    Files.copy(file("snappy"), folder.resolve("validation.parquet"));

    ParquetDataset validation =
        ParquetDataset.open(hadoop, folder.toString(), Split.VALIDATION, List.of());

    assertThat(read(validation, 0, 40)).isEqualTo(expected("snappy", 0, 40));
  }

  @Test
  void takesAFolderWithoutSplitsForTrainingOnly() throws IOException {
    Files.copy(file("none"), folder.resolve("0.parquet"));

    assertThat(ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of()).size())
        .isEqualTo(40);
    assertThatThrownBy(() -> ParquetDataset.open(hadoop, folder.toString(), Split.TEST, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected test/*.parquet or test-*.parquet, found none."
                + " Point to the folder that holds the Parquet files of the test split.");
  }

  @Test
  void readsOtherColumnNamesAndNumbersClassesWithoutStatistics() {
    ParquetDataset dataset = open("plain");

    assertThat(dataset.classes()).containsExactly("0", "1", "2");
    assertThat(read(dataset, 0, 20)).isEqualTo(expected("plain", 0, 20));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-label|expected a label of at least 0 in each row, found 1 rows without one.",
        "negative-label|expected a label of at least 0 in each row, found labels -1…-1.",
        "other-columns|expected a column image or img or jpg or jpeg or png or webp, found the columns"
            + " picture, label.",
        "label-too-great|expected labels 0…2 for 3 classes, found label 3.",
        "image-is-text|expected a column image: struct<bytes: binary, path: string>, or image: binary,"
            + " found optional binary image (STRING).",
      })
  void refusesToOpen(String name, String message) {
    assertThatThrownBy(() -> open(name))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file(name) + ": " + message);
  }

  /** What decodes them says that they are no images. */
  @ParameterizedTest
  @CsvSource({"no-bytes,a/b.png", "no-image,no-image.parquet#0"})
  void readsRowsWithoutBytesAsEmptyFiles(String name, String image) {
    assertThat(read(open(name), 0, 1))
        .extracting(Sample::image)
        .containsExactly(new EncodedImage(image + " (no bytes in the Parquet file)", new byte[0]));
  }

  @Test
  void refusesSeveralDataSetsInOneFolder() throws IOException {
    for (String place : List.of("cropped", "full")) {
      Files.createDirectories(folder.resolve(place));
      Files.copy(file("none"), folder.resolve(place).resolve("train-00000-of-00001.parquet"));
    }

    assertThatThrownBy(() -> ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected one data set, found the splits of several: in cropped, full."
                + " Point to the folder of one of them.");
  }

  @Test
  void namesACompressionThatItCannotRead() throws IOException {
    Path brotli = folder.resolve("train.parquet");
    Files.write(brotli, ChangedFooter.brotli(Files.readAllBytes(file("none"))));

    assertThatThrownBy(() -> ParquetDataset.open(hadoop, brotli.toString(), Split.TRAIN, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            brotli
                + ": expected columns that are not compressed, or by snappy, gzip, zstd or lz4,"
                + " found compression by brotli. Write the file again, not compressed: images are"
                + " already.");
  }

  /** Before any array is made for them. */
  @Test
  void refusesRowGroupsThatClaimWhatTheyHaveNot() throws IOException {
    byte[] content = Files.readAllBytes(file("none"));
    Path wrong = folder.resolve("wrong.parquet");
    for (long rows : new long[] {1L << 31, -5, 1_000_000, Long.MAX_VALUE}) {
      assertRefusedRows(wrong, ChangedFooter.rows(content, rows), rows);
    }

    assertRefusedRows(wrong, ChangedFooter.rowsAndValues(content, 1L << 31), 1L << 31);
    assertRefusedRows(wrong, ChangedFooter.rowsAndValues(content, -5), -5);
  }

  private void assertRefusedRows(Path file, byte[] content, long rows) throws IOException {
    Files.write(file, content);
    assertThatThrownBy(() -> ParquetDataset.open(hadoop, file.toString(), Split.TRAIN, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected row groups of as many rows as their columns have values, fewer than"
                + " 2^31 in a file, found one that claims %d rows. Fetch or make the file again."
                    .formatted(rows));
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    byte[] content = Files.readAllBytes(file("zstd"));
    Path truncated = folder.resolve("truncated.parquet");

    for (int length : new int[] {0, 3, 11, content.length / 2, content.length - 1}) {
      Files.write(truncated, java.util.Arrays.copyOf(content, length));

      assertThatThrownBy(
              () -> ParquetDataset.open(hadoop, truncated.toString(), Split.TRAIN, List.of()))
          .as("%d bytes", length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith(
              truncated + ": expected a Parquet file, found damaged or foreign content (");
    }
  }

  @Test
  void damageAnywhereIsADataExceptionOrHarmless() throws IOException {
    byte[] content = Files.readAllBytes(file("snappy"));
    Path damaged = folder.resolve("damaged.parquet");

    for (int i = 0; i < content.length; i += 3) {
      byte[] copy = content.clone();
      copy[i] ^= 0x55;
      Files.write(damaged, copy);

      try {
        ParquetDataset dataset =
            ParquetDataset.open(hadoop, damaged.toString(), Split.TRAIN, List.of());
        assertThat(read(dataset, 0, dataset.size())).hasSize(dataset.size());
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith(folder.toString());
      }
    }
  }

  private ParquetDataset open(String name) {
    return ParquetDataset.open(hadoop, file(name).toString(), Split.TRAIN, List.of());
  }

  private static Path file(String name) {
    return RESOURCES.resolve(name + ".parquet");
  }

  private List<Sample> read(ParquetDataset dataset, int from, int to) {
    List<Sample> samples = new ArrayList<>();

    try (SampleIterator iterator = dataset.read(hadoop, from, to)) {
      iterator.forEachRemaining(samples::add);
    }

    return samples;
  }

  private static List<Sample> expected(String name, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> expected(name, i)).toList();
  }

  private static Sample expected(String name, int i) {
    byte[] content = "%s %d ".formatted(name, i).repeat(i % 7 + 1).getBytes(UTF_8);
    return new Sample(i, i % 3, new EncodedImage("%s/%d.png".formatted(name, i), content));
  }

  @Test
  void saysWhichColumnsThereAreWhereNoneIsALabel() throws IOException {
    Path file = folder.resolve("train.parquet");
    ParquetRowsFile.write(
        file,
        "required binary image; required int64 klass;",
        "",
        List.of(1L),
        (row, value) ->
            row.append("image", org.apache.parquet.io.api.Binary.fromString("x"))
                .append("klass", value));

    assertThatThrownBy(
            () -> ParquetDataset.openSplits(hadoop, folder.toString(), SplitNames.USUAL, List.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "expected a column label or labels or fine_label or cls, found the columns image, klass."
                + " Rename the one that is meant to label, or make");

    ParquetRowsFile.write(
        folder.resolve("test.parquet"),
        "required binary image; required int64 label;",
        "",
        List.of(1L),
        (row, value) ->
            row.append("image", org.apache.parquet.io.api.Binary.fromString("x"))
                .append("label", value));

    DatasetSource source =
        new DatasetSource(
            DatasetKind.PARQUET,
            folder.toString(),
            List.of(),
            Cifar100Labels.FINE,
            Optional.empty(),
            SplitNames.USUAL);
    assertThatThrownBy(() -> source.openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "found only train without labels, test. The images of the split train have no labels:"
                + " the columns image, klass, and labels are looked for in label or labels or"
                + " fine_label or cls; they are not used.");
  }

  @Test
  void anEmptyFileIsToldWithoutNamesOfClasses() throws IOException {
    Files.createFile(folder.resolve("train.parquet"));

    assertThatThrownBy(
            () -> ParquetDataset.openSplits(hadoop, folder.toString(), SplitNames.USUAL, List.of()))
        .hasMessageContaining(
            "found damaged or foreign content (it is not a Parquet file (length is too low: 0))");
  }

  /** However well its numbers agree with each other. */
  @ParameterizedTest
  @ValueSource(longs = {41, 1000})
  void noRowsAreMadeUpWhereAFooterClaimsMore(long rows) throws IOException {
    Path wrong = folder.resolve("train.parquet");
    Files.write(wrong, ChangedFooter.rowsAndValues(Files.readAllBytes(file("none")), rows));

    assertThatThrownBy(
            () -> {
              ParquetDataset dataset =
                  ParquetDataset.open(hadoop, wrong.toString(), Split.TRAIN, List.of());
              read(dataset, 0, dataset.size());
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining("damaged");
  }
}
