package org.convoy.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.LocalContentReader;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.archive.StoredTar;
import org.convoy.data.cifar.CifarBytes;
import org.convoy.data.folder.ClassFolderFiles;
import org.convoy.data.idx.IdxBytes;
import org.convoy.data.parquet.ParquetImageWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be read now is not told as damaged, by any reader. */
final class TestUnreadableData {
  private static final int SAMPLES = 5;

  @TempDir private Path folder;

  private final Configuration hadoop = UnreadableFiles.configuration();

  @AfterEach
  void bringBack() {
    UnreadableFiles.setAway(false);
    UnreadableFiles.refuse("");
  }

  private String write(String kind) throws IOException {
    Path path = folder.resolve(kind);
    Map<String, byte[]> images = ClassFolderFiles.contents(ClassFolderFiles.PATHS);
    switch (kind) {
      case "folder" -> ClassFolderFiles.write(path, ClassFolderFiles.PATHS);
      case "idx", "idx.gz" -> writeIdx(Files.createDirectory(path), kind.equals("idx.gz"));
      case "cifar" -> writeAll(Files.createDirectory(path), CifarBytes.cifar10());
      case "parquet" -> writeParquet(path);
      case "cifar.tar.gz" -> {
        path = Files.createDirectory(folder.resolve("published"));
        StoredTar.write(path.resolve("cifar-10-binary.tar.gz"), CifarBytes.cifar10());
      }
      default -> StoredTar.write(path, images);
    }

    return path.toString();
  }

  private static void writeAll(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void writeIdx(Path folder, boolean compressed) throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "train-images-idx3-ubyte", IdxBytes.images(SAMPLES),
            "train-labels-idx1-ubyte", IdxBytes.labels(SAMPLES));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      byte[] content = compressed ? IdxBytes.gzip(file.getValue()) : file.getValue();
      Files.write(folder.resolve(file.getKey() + (compressed ? ".gz" : "")), content);
    }
  }

  private void writeParquet(Path path) throws IOException {
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(path.resolve("train-00000.parquet").toString());
    try (ParquetImageWriter writer = new ParquetImageWriter(hadoop, file, List.of("cat", "dog"))) {
      for (int i = 0; i < SAMPLES; i++) {
        writer.write(new Sample(i, i % 2, new EncodedImage(i + ".png", new byte[] {1, 2, 3})));
      }
    }
  }

  private ImageDataset open(String path) {
    return DatasetSource.parse(hadoop, path).open(hadoop, Split.TRAIN);
  }

  private void readAll(ImageDataset dataset) {
    try (SampleIterator samples = dataset.read(hadoop, 0, dataset.size())) {
      samples.forEachRemaining(sample -> {});
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "folder",
        "a.tar",
        "a.tar.gz",
        "a.tar.zst",
        "a.zip",
        "idx",
        "idx.gz",
        "cifar",
        "cifar.tar.gz",
        "parquet"
      })
  void isAwayAndNotDamaged(String kind) throws IOException {
    String path = write(kind);
    ImageDataset dataset = open(path);
    readAll(dataset);
    UnreadableFiles.setAway(true);

    assertThatThrownBy(() -> readAll(dataset))
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining(": cannot be read: " + UnreadableFiles.REASON + ". The same command")
        .hasMessageNotContaining("\n");
    if (dataset.access() == SampleAccess.BY_ID) {
      int[] ids = IntStream.range(0, dataset.size()).toArray();
      assertThatThrownBy(() -> dataset.read(hadoop, ids).next())
          .isInstanceOf(DataAwayException.class);
    }

    Throwable opening = catchThrowable(() -> dataset.labels(hadoop));
    assertThat(opening == null || opening instanceof DataAwayException).as("%s", opening).isTrue();
    if (!kind.equals("folder") && !kind.equals("cifar")) { // these are opened by listing alone
      assertThatThrownBy(() -> open(path)).isInstanceOf(DataAwayException.class);
    }
  }

  @Test
  void hashesAreOfWhatCanBeRead() throws IOException {
    Path file = Files.writeString(folder.resolve("shard"), "content");
    UnreadableFiles.setAway(true);

    assertThatThrownBy(() -> LocalContentReader.sha256(hadoop, file.toString()))
        .isInstanceOf(DataAwayException.class);
  }

  @Test
  void aFileThatIsMissingOrForbiddenWillNotComeBack() {
    String gone = folder.resolve("gone").toString();

    assertThatThrownBy(() -> LocalContentReader.sha256(hadoop, gone))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(gone + ": expected a readable file, found an error: File");
    assertThat(
            DataException.ofReading(
                "x", "a file", "No.", new IOException("Permission denied: user=nobody\n at X")))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "x: expected a file, found no permission (Permission denied: user=nobody). Let this"
                + " user read it, or run as another one.");
  }

  @Test
  void whatJavaCallsNotFoundMayBeThere() throws IOException {
    ImageDataset dataset = open(write("folder"));

    UnreadableFiles.refuse("Permission denied");
    assertThatThrownBy(() -> readAll(dataset))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found no permission (");
    UnreadableFiles.refuse("Too many open files");
    assertThatThrownBy(() -> readAll(dataset))
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining("(Too many open files)");
  }

  /** A FIFO, which nobody writes to, is waited for without an end. */
  private static void makeFifo(Path path) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
  }

  @Test
  void aFifoAmongImagesIsRefused() throws Exception {
    String path = write("folder");
    String first = ClassFolderFiles.TRAIN_PATHS.get(0);
    Path fifo = Path.of(path, first).resolveSibling("fifo.jpg");
    makeFifo(fifo);

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: expected files, found 1 that is a FIFO, a device or a socket (fifo.jpg). Remove"
                    .formatted(fifo.getParent())
                + " what is no file, or name it otherwise.");

    Files.move(fifo, fifo.resolveSibling("fifo"));
    assertThat(open(path).size()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar/data_batch_1.bin", "idx/train-images-idx3-ubyte"})
  void aFifoThatIsReadByNameIsRefused(String name) throws Exception {
    String path = write(name.substring(0, name.indexOf('/')));
    Path file = folder.resolve(name);
    Files.delete(file);
    makeFifo(file);

    assertThatThrownBy(() -> readAll(open(path))).isInstanceOf(DataException.class);
  }

  @Test
  void aBrokenLinkAmongParquetFilesIsNotLeftOut() throws IOException {
    String path = write("parquet");
    Files.createSymbolicLink(Path.of(path, "train-00001.parquet"), folder.resolve("gone"));

    assertThatThrownBy(() -> open(path))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 1 that cannot (train-00001.parquet)");
  }
}
