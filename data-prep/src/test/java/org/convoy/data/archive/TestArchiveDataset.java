package org.convoy.data.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.folder.ClassFolderFiles;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestArchiveDataset {
  private static final int POSIX = TarArchiveOutputStream.LONGFILE_POSIX;
  private static final int GNU = TarArchiveOutputStream.LONGFILE_GNU;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz", "a.tgz", "a.tar.zst", "a.zip"})
  void isTheSameAsTheFolder(String name) throws IOException {
    Path extracted = folder.resolve("extracted");
    ClassFolderFiles.write(extracted, ClassFolderFiles.PATHS);
    Path archive = StoredTar.write(folder.resolve(name), unsorted(), POSIX);

    for (Split split : List.of(Split.TRAIN, Split.TEST)) {
      ImageDataset files =
          DatasetSource.of(DatasetKind.FOLDER, extracted.toString()).open(hadoop, split);
      ImageDataset dataset =
          DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, split);

      assertThat(samples(dataset)).isEqualTo(samples(files));
      assertThat(dataset.classes()).isEqualTo(files.classes());
      assertThat(dataset.labels(hadoop)).isEqualTo(files.labels(hadoop));
      assertThat(dataset.sampleBytes()).isEqualTo(files.sampleBytes());
      assertThat(dataset.fingerprint(hadoop)).isEqualTo(files.fingerprint(hadoop));
      assertThat(dataset.location()).isEqualTo(archive.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz", "a.zip"})
  void readsSlicesAndSelections(String name) throws IOException {
    Path archive = StoredTar.write(folder.resolve(name), unsorted(), POSIX);
    ImageDataset dataset =
        DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN);
    List<Sample> all = samples(dataset);

    assertThat(dataset.read(hadoop, 1, 3)).toIterable().isEqualTo(all.subList(1, 3));
    assertThat(dataset.read(hadoop, 2, 2)).isExhausted();
    assertThat(dataset.read(hadoop, new int[] {0, 3}))
        .toIterable()
        .containsExactly(all.get(0), all.get(3));
  }

  /** By what one that is serialized grows by: its arrays are written as they are. */
  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.zip"})
  void tellsHowMuchItsListTakes(String name) throws IOException {
    ImageDataset small = listed("small-" + name, 1000);
    ImageDataset large = listed("large-" + name, 2000);

    assertThat(large.descriptionBytes() - small.descriptionBytes())
        .isEqualTo(serialized(large) - serialized(small));
  }

  private ImageDataset listed(String name, int count) throws IOException {
    List<String> paths = IntStream.range(0, count).mapToObj("train/a/%06d.jpg"::formatted).toList();
    Path archive = StoredTar.write(folder.resolve(name), ClassFolderFiles.contents(paths), POSIX);
    return DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN);
  }

  private static int serialized(ImageDataset dataset) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(dataset);
    }

    return bytes.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {GNU, POSIX})
  void readsLongAndForeignNames(int longNames) throws IOException {
    String longName = "train/" + "long-class-name".repeat(20) + "/" + "ü".repeat(70) + ".jpg";
    Map<String, byte[]> files =
        ClassFolderFiles.contents(List.of(longName, "train/ä/🐈.jpg", "train/b/1.jpg"));
    Path archive = StoredTar.write(folder.resolve("a.tar"), files, longNames);

    assertThat(
            samples(
                DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN)))
        .extracting(sample -> (EncodedImage) sample.image())
        .containsExactly(image("train/b/1.jpg"), image(longName), image("train/ä/🐈.jpg"));
  }

  @Test
  void readsSkippedContentAcrossManyBuffers() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();

    for (int i = 9; i >= 0; i--) {
      files.put("a/" + i + ".jpg", new byte[i % 3 == 0 ? 700_000 + i : i]);
      files.put("a/" + i + ".txt", new byte[300_000 + i]);
    }

    Path archive = StoredTar.write(folder.resolve("a.tar"), files, POSIX);
    ImageDataset dataset =
        DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN);

    assertThat(samples(dataset))
        .extracting(sample -> sample.image().bytes())
        .isEqualTo(IntStream.range(0, 10).map(i -> i % 3 == 0 ? 700_000 + i : i).boxed().toList());
  }

  @Test
  void takesLittleSpaceOnTheWayToATask() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();

    for (int i = 0; i < 10_000; i++) {
      files.put("train/cat/%05d.jpg".formatted(i), new byte[] {1});
    }

    Path archive = StoredTar.write(folder.resolve("a.tar"), files, POSIX);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(
          DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN));
    }

    assertThat(bytes.size()).isLessThan(10_000 * (20 + 4 + 4 + 4 + 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar", "a.tar.gz", "a.zip"})
  void tellsWhenTheArchiveWasReplaced(String name) throws IOException {
    Path archive = StoredTar.write(folder.resolve(name), unsorted(), POSIX);
    ImageDataset dataset =
        DatasetSource.of(DatasetKind.FOLDER, archive.toString()).open(hadoop, Split.TRAIN);
    Files.setLastModifiedTime(archive, FileTime.fromMillis(1_000));

    assertThatThrownBy(() -> dataset.read(hadoop, 0, 1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(archive + ": expected ")
        .hasMessageContaining("bytes of 1000 ms.")
        .hasMessageEndingWith("The archive was replaced meanwhile: start the job again.");
  }

  @Test
  void refusesWhatIsNoFile() throws IOException {
    Path missing = folder.resolve("missing.tar");
    Path directory = Files.createDirectory(folder.resolve("directory.tar"));

    assertThatThrownBy(() -> Archive.at(hadoop, missing.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            missing
                + ": expected an archive, found nothing."
                + " Check the path, or fetch the data set first.");
    assertThatThrownBy(() -> Archive.at(hadoop, directory.toString()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            directory
                + ": expected an archive, found a folder."
                + " Take the suffix from the folder's name.");
  }

  private List<Sample> samples(ImageDataset dataset) {
    List<Sample> samples = new ArrayList<>();
    dataset.read(hadoop, 0, dataset.size()).forEachRemaining(samples::add);
    return samples;
  }

  private static EncodedImage image(String path) {
    return new EncodedImage(path, ClassFolderFiles.content(path));
  }

  private static Map<String, byte[]> unsorted() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    ClassFolderFiles.PATHS.forEach(path -> files.put("./" + path, ClassFolderFiles.content(path)));
    return files;
  }
}
