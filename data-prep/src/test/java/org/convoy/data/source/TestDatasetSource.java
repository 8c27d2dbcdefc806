package org.convoy.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.Split;
import org.convoy.data.archive.StoredTar;
import org.convoy.data.cifar.CifarBytes;
import org.convoy.data.folder.ClassFolderFiles;
import org.convoy.data.idx.IdxBytes;
import org.convoy.data.source.DatasetSource.Cifar100Labels;
import org.convoy.data.split.SplitDataset;
import org.convoy.data.split.StratifiedSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestDatasetSource {
  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @Test
  void opensIdxFiles() throws IOException {
    writeIdx();
    DatasetSource source = parse(folder.toString());
    SplitDataset splits = source.openBoth(hadoop);

    assertThat(source.kind()).isEqualTo(DatasetKind.IDX);
    assertThat(splits.train().size()).isEqualTo(25);
    assertThat(splits.train().classes()).hasSize(10).endsWith("9");
    assertThat(splits.train().labels(hadoop)).hasSize(25).startsWith(0, 1).endsWith(3, 4);
    // The test split has four labels only, its classes are those of the whole data set.
    assertThat(splits.validation().classes()).hasSize(10);
    assertThat(source.withClasses(List.of("a", "b", "c", "d")).open(hadoop, Split.TEST).classes())
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void opensCifarFiles() throws IOException {
    write(folder, CifarBytes.cifar100());
    DatasetSource source = parse(folder.toString());

    assertThat(source.kind()).isEqualTo(DatasetKind.CIFAR100);
    assertThat(source.open(hadoop, Split.TRAIN).classes()).hasSize(100);
    assertThat(source.withLabels(Cifar100Labels.COARSE).open(hadoop, Split.TEST).classes())
        .hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar-10-binary.tar.gz", "any.tar"})
  void opensCifarArchives(String name) throws IOException {
    Path archive = StoredTar.write(folder.resolve(name), CifarBytes.cifar10());
    DatasetSource source = parse(archive.toString());

    assertThat(source.kind()).isEqualTo(DatasetKind.CIFAR10);
    assertThat(source.openBoth(hadoop).train().size()).isEqualTo(35);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar-10-batches-bin/x",
        "cifar-10-binary.tar.gz",
        "test_batch.bin",
        "batches.meta.txt"
      })
  void recognisesCifar10Folders(String name) throws IOException {
    writeEmpty(name);

    assertThat(DatasetKind.detect(hadoop, folder.toString())).isEqualTo(DatasetKind.CIFAR10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar-100-binary/x", "cifar-100-binary.tar.gz", "train.bin", "test.bin"})
  void recognisesCifar100Folders(String name) throws IOException {
    writeEmpty(name);

    assertThat(DatasetKind.detect(hadoop, folder.toString())).isEqualTo(DatasetKind.CIFAR100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-0.parquet", "train/part-0.snappy.parquet"})
  void recognisesParquetFiles(String name) throws IOException {
    writeEmpty(name);

    assertThat(DatasetKind.detect(hadoop, folder.toString())).isEqualTo(DatasetKind.PARQUET);
    assertThat(DatasetKind.detect(hadoop, folder.resolve(name).toString()))
        .isEqualTo(DatasetKind.PARQUET);
  }

  @Test
  void opensClassFoldersAndArchives() throws IOException {
    ClassFolderFiles.write(folder, ClassFolderFiles.PATHS);
    Path archive =
        StoredTar.write(
            Files.createTempDirectory(folder, "other").resolve("a.tgz"),
            ClassFolderFiles.contents(ClassFolderFiles.PATHS));
    DatasetSource files = parse(folder.toString());
    DatasetSource tar = parse(archive.toUri().toString());

    assertThat(files.kind()).isEqualTo(DatasetKind.FOLDER);
    assertThat(tar.kind()).isEqualTo(DatasetKind.FOLDER);

    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      ImageDataset both =
          split == Split.TRAIN ? tar.openBoth(hadoop).train() : tar.openBoth(hadoop).validation();
      assertThat(tar.open(hadoop, split).fingerprint(hadoop))
          .isEqualTo(files.open(hadoop, split).fingerprint(hadoop))
          .isEqualTo(both.fingerprint(hadoop));
    }

    assertThat(files.openBoth(hadoop).validation().size()).isEqualTo(2);
  }

  @Test
  void setsAPartAside() throws IOException {
    ClassFolderFiles.write(
        folder, List.of("cat/1.jpg", "cat/2.jpg", "dog/1.jpg", "dog/2.jpg", "dog/3.jpg"));
    DatasetSource source = DatasetSource.of(DatasetKind.FOLDER, folder.toString());
    DatasetSource divided = source.withValidation(new StratifiedSplit(0.4, 7));

    assertThatThrownBy(() -> source.openBoth(hadoop))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected a validation split with labels, named val or valid or validation,"
                + " found images without a split. Add such a split, say with"
                + " data.split.validation what it is called, or set data.validationFraction to set"
                + " a part of the training data aside.");
    assertThat(divided.open(hadoop, Split.TRAIN).labels(hadoop)).containsExactly(0, 1, 1);
    assertThat(divided.open(hadoop, Split.VALIDATION).labels(hadoop)).containsExactly(0, 1);
    assertThat(divided.openBoth(hadoop).train().size()).isEqualTo(3);
  }

  @Test
  void readsKindsButNotFileSystemsBeforeTheColon() throws IOException {
    writeIdx();

    assertThat(parse("CIFAR10:s3a://bucket/path"))
        .isEqualTo(DatasetSource.of(DatasetKind.CIFAR10, "s3a://bucket/path"))
        .hasToString("cifar10:s3a://bucket/path");
    assertThat(parse("folder:relative").path()).isEqualTo("relative");
    assertThat(parse("file:" + folder))
        .isEqualTo(DatasetSource.of(DatasetKind.IDX, "file:" + folder));
    assertThat(parse("file://" + folder).kind()).isEqualTo(DatasetKind.IDX);
    assertThatThrownBy(() -> parse("mnist:/data"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("mnist:/data: expected a readable data set, found an error: ")
        .hasMessageEndingWith(
            "what precedes a colon is a file system or one of the kinds idx, cifar10, cifar100,"
                + " folder, parquet.");
  }

  /** Hadoop's listing passes over what a link to nothing stands for, whatever the kind. */
  @ParameterizedTest
  @ValueSource(strings = {"", "idx:", "cifar10:", "parquet:", "folder:"})
  void whatCannotBeSeenIsMissed(String kind) throws IOException {
    writeIdx();
    Files.createSymbolicLink(folder.resolve("test.parquet"), folder.resolve("gone"));

    assertThatThrownBy(() -> parse(kind + folder).open(hadoop, Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "files and folders that can be read, found 1 that cannot (test.parquet).");
  }

  @Test
  void archivesMayHaveAColonInTheirNames() throws IOException {
    Path archive = folder.resolve("a:b.zip");
    byte[] image = {1, 2, 3};
    StoredTar.write(archive, Map.of("train/a/1.jpg", image, "train/b/1.jpg", image));

    assertThat(parse(archive.toString()).open(hadoop, Split.TRAIN).read(hadoop, 0, 2))
        .toIterable()
        .hasSize(2);
  }

  @Test
  void saysWhatAnArchiveIsThatIsNotRead() throws IOException {
    Path archive = folder.resolve("images.tar.bz2");
    Files.writeString(archive, "BZh91AY&SY");

    assertThatThrownBy(() -> DatasetKind.detect(hadoop, archive.toString()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(", found bzip2 data. Check the path");
  }

  @Test
  void tellsWhatItLookedFor() throws IOException {
    String expected =
        ": expected IDX files (train-images-idx3-ubyte.gz, …), CIFAR's binary files"
            + " (data_batch_1.bin or train.bin, …, extracted or in their .tar.gz), Parquet files"
            + " (*.parquet), or class folders of images (train/cat/1.jpg, …), also in a .tar, .tar.gz, .tar.zst or .zip, found %s. Check the path, or name the kind, for example folder:%s.";

    assertDetectFails(folder, expected.formatted("an empty folder", folder));

    writeEmpty("notes/a.txt");
    writeEmpty("1.jpg");
    assertDetectFails(folder, expected.formatted("1.jpg, notes", folder));

    Path image = folder.resolve("1.jpg");
    assertDetectFails(image, expected.formatted("a file of another kind", image));

    Path archive = StoredTar.write(folder.resolve("a.tar"), Map.of("a.txt", new byte[1]));
    assertDetectFails(archive, expected.formatted("a file of another kind", archive));

    Path missing = folder.resolve("missing");
    assertDetectFails(
        missing,
        ": expected a data set, found nothing. Check the path, or fetch the data set first.");
  }

  private void assertDetectFails(Path path, String message) {
    assertThatThrownBy(() -> DatasetKind.detect(hadoop, path.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(path + message);
  }

  private DatasetSource parse(String spec) {
    return DatasetSource.parse(hadoop, spec);
  }

  private void writeIdx() throws IOException {
    write(
        folder,
        Map.of(
            "train-images-idx3-ubyte", IdxBytes.images(25),
            "train-labels-idx1-ubyte", IdxBytes.labels(25),
            "t10k-images-idx3-ubyte.gz", IdxBytes.gzip(IdxBytes.images(4)),
            "t10k-labels-idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(4))));
  }

  private void writeEmpty(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.createFile(folder.resolve(name));
  }

  private static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
