package org.convoy.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.Split.SplitNames;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFolderDataset {
  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    ClassFolderFiles.write(folder, ClassFolderFiles.PATHS);
  }

  @Test
  void readsFilesInOrderOfId() {
    ImageDataset dataset = open(Split.TRAIN);

    assertThat(dataset.size()).isEqualTo(4);
    assertThat(dataset.imageShape()).isEmpty();
    assertThat(dataset.labels(hadoop)).containsExactly(0, 0, 1, 1);
    assertThat(dataset.read(hadoop, 0, 4))
        .toIterable()
        .containsExactly(sample(0), sample(1), sample(2), sample(3));
    assertThat(dataset.read(hadoop, 1, 3)).toIterable().containsExactly(sample(1), sample(2));
    assertThat(dataset.read(hadoop, new int[] {0, 3}))
        .toIterable()
        .containsExactly(sample(0), sample(3));
  }

  @Test
  void opensUris() {
    ImageDataset dataset =
        DatasetSource.of(DatasetKind.FOLDER, folder.toUri().toString()).open(hadoop, Split.TEST);

    assertThat(dataset.read(hadoop, 0, 2))
        .toIterable()
        .extracting(sample -> ((EncodedImage) sample.image()).name())
        .containsExactly("test/cat/9.jpg", "test/dog/7.png");
  }

  @Test
  void readsNamesWithOddCharacters() throws IOException {
    List<String> odd =
        List.of("train/cat/ä 100%20?#.jpg", "train/cat/🐈.jpg", "train/cat/10:11:12.jpg");
    ClassFolderFiles.write(folder, odd);

    assertThat(open(Split.TRAIN).read(hadoop, 0, 7))
        .toIterable()
        .extracting(sample -> ((EncodedImage) sample.image()).content())
        .contains(
            ClassFolderFiles.content(odd.get(0)),
            ClassFolderFiles.content(odd.get(1)),
            ClassFolderFiles.content(odd.get(2)));
  }

  @Test
  void aClassMayHaveAColonInItsName(@TempDir Path other) throws IOException {
    ClassFolderFiles.write(other, List.of("a:1/x.jpg", "b:/y:z.jpg"));

    ImageDataset dataset =
        FolderDataset.openSplits(hadoop, other.toString(), SplitNames.USUAL, List.of())
            .labelled()
            .get(Split.TRAIN);

    assertThat(dataset.classes()).containsExactly("a:1", "b:");
    assertThat(dataset.read(hadoop, 0, 2))
        .toIterable()
        .extracting(sample -> ((EncodedImage) sample.image()).content())
        .containsExactly(
            ClassFolderFiles.content("a:1/x.jpg"), ClassFolderFiles.content("b:/y:z.jpg"));
  }

  @Test
  void fingerprintDependsOnContentAndClassesOnly() throws IOException {
    String before = open(Split.TRAIN).fingerprint(hadoop);
    Files.move(folder.resolve("train/dog/2.png"), folder.resolve("train/dog/3.png"));
    String renamed = open(Split.TRAIN).fingerprint(hadoop);
    Files.move(folder.resolve("train/dog"), folder.resolve("train/hound"));
    Files.move(folder.resolve("test/dog"), folder.resolve("test/hound"));
    String otherClass = open(Split.TRAIN).fingerprint(hadoop);
    Files.writeString(folder.resolve("train/cat/z.jpg"), "other");
    String otherContent = open(Split.TRAIN).fingerprint(hadoop);

    assertThat(renamed).isEqualTo(before).matches("[0-9a-f]{64}");
    assertThat(List.of(before, otherClass, otherContent)).doesNotHaveDuplicates();
  }

  @Test
  void refusesIdsThatDoNotAscend() {
    ImageDataset dataset = open(Split.TRAIN);

    assertThatThrownBy(() -> dataset.read(hadoop, new int[] {2, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ids must ascend, but 2 follows 2");
    assertThatThrownBy(() -> dataset.read(hadoop, new int[] {4}))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Index 4 out of bounds for length 4");
    assertThatThrownBy(() -> dataset.read(hadoop, 2, 5))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Range [2, 5) out of bounds for length 4");
  }

  @Test
  void tellsWhenAFileChanged() throws IOException {
    ImageDataset dataset = open(Split.TRAIN);
    Path file = folder.resolve("train/cat/z.jpg");
    int length = ClassFolderFiles.content("train/cat/z.jpg").length;
    String place = file + ": expected ";
    String fix = " The file was replaced meanwhile: start the job again.";

    Files.writeString(file, "short");
    assertReadFails(dataset)
        .hasMessage(place + length + " bytes as when it was listed, found fewer." + fix);

    Files.write(file, new byte[length + 1]);
    assertReadFails(dataset)
        .hasMessage(place + length + " bytes as when it was listed, found more." + fix);

    Files.delete(file);
    assertReadFails(dataset)
        .hasMessage(place + "an image of " + length + " bytes, found nothing." + fix);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertReadFails(ImageDataset dataset) {
    return assertThatThrownBy(
            () -> {
              try (SampleIterator samples = dataset.read(hadoop, 0, 1)) {
                samples.next();
              }
            })
        .isInstanceOf(DataException.class);
  }

  @Test
  void refusesWhatIsNoFolder() {
    String missing = folder.resolve("nowhere").toString();
    String file = folder.resolve("README.md").toString();

    assertThatThrownBy(
            () -> DatasetSource.of(DatasetKind.FOLDER, missing).open(hadoop, Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessage(
            missing
                + ": expected a folder of class folders, found nothing."
                + " Check the path, or fetch the data set first.");
    assertThatThrownBy(() -> DatasetSource.of(DatasetKind.FOLDER, file).open(hadoop, Split.TRAIN))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + ": expected a folder of class folders, found a file. Point the path at a folder,"
                + " or at an archive that ends in .tar, .tar.gz or .tgz.");
  }

  private ImageDataset open(Split split) {
    return DatasetSource.of(DatasetKind.FOLDER, folder.toString()).open(hadoop, split);
  }

  private static Sample sample(int id) {
    String path = ClassFolderFiles.TRAIN_PATHS.get(id);
    return new Sample(id, id / 2, new EncodedImage(path, ClassFolderFiles.content(path)));
  }
}
