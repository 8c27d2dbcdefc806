package org.convoy.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestIdxDataset {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels-idx1-ubyte";
  private static final List<String> CLASSES = IdxDataset.numberedClasses(10);

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @Test
  void readsPlainFiles() throws IOException {
    writeTrain(25);

    IdxDataset dataset = open();

    assertThat(dataset.size()).isEqualTo(25);
    assertThat(dataset.classes()).hasSize(10).startsWith("0", "1");
    assertThat(dataset.imageShape()).contains(new ImageShape(3, 4, 1));
    assertThat(dataset.location()).isEqualTo(folder.toString());
    assertThat(dataset.read(hadoop, 0, 25))
        .toIterable()
        .hasSize(25)
        .startsWith(sample(0))
        .endsWith(sample(24));
  }

  @Test
  void readsSlices() throws IOException {
    writeTrain(25);

    assertThat(open().read(hadoop, 7, 9)).toIterable().containsExactly(sample(7), sample(8));
    assertThat(open().read(hadoop, 25, 25)).isExhausted();
  }

  @Test
  void readsGzipFilesWithTheSameFingerprint() throws IOException {
    writeTrain(25);
    String plain = open().fingerprint(hadoop);
    Files.delete(folder.resolve(IMAGES));
    Files.delete(folder.resolve(LABELS));
    write(IMAGES + ".gz", IdxBytes.gzip(IdxBytes.images(25)));
    write(LABELS + ".gz", IdxBytes.gzip(IdxBytes.labels(25)));

    IdxDataset dataset = open();

    assertThat(dataset.read(hadoop, 20, 25)).toIterable().hasSize(5).startsWith(sample(20));
    assertThat(dataset.fingerprint(hadoop)).isEqualTo(plain).matches("[0-9a-f]{64}");
  }

  @Test
  void readsSamplesByTheirIds() throws IOException {
    writeTrain(25);
    IdxDataset plain = open();
    assertThat(plain.access()).isEqualTo(SampleAccess.BY_ID);
    assertThat(plain.read(hadoop, new int[] {0, 7, 24}))
        .toIterable()
        .containsExactly(sample(0), sample(7), sample(24));

    Files.delete(folder.resolve(LABELS));
    write(LABELS + ".gz", IdxBytes.gzip(IdxBytes.labels(25)));
    assertThat(open().access()).isEqualTo(SampleAccess.FROM_THE_START);
    assertThat(open().read(hadoop, new int[] {0, 7, 24}))
        .toIterable()
        .containsExactly(sample(0), sample(7), sample(24));

    write(IMAGES, IdxBytes.images(24));
    assertThatThrownBy(() -> plain.read(hadoop, new int[] {7}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 25 x 3 x 4 values as when the data set was opened")
        .hasMessageEndingWith("The file was replaced meanwhile: start the job again.");
  }

  @Test
  void fingerprintDependsOnEveryByte() throws IOException {
    writeTrain(25);
    String before = open().fingerprint(hadoop);

    byte[] images = IdxBytes.images(25);
    images[images.length - 1]++;
    write(IMAGES, images);
    String otherPixel = open().fingerprint(hadoop);

    byte[] labels = IdxBytes.labels(25);
    labels[8] = 9;
    write(IMAGES, IdxBytes.images(25));
    write(LABELS, labels);
    String otherLabel = open().fingerprint(hadoop);

    assertThat(List.of(before, otherPixel, otherLabel)).doesNotHaveDuplicates();
  }

  @Test
  void findsTheTestSplitAndDottedNames() throws IOException {
    write("t10k-images.idx3-ubyte", IdxBytes.images(3));
    write("t10k-labels.idx1-ubyte.gz", IdxBytes.gzip(IdxBytes.labels(3)));

    IdxDataset dataset = IdxDataset.open(hadoop, folder.toString(), Split.TEST, CLASSES);

    assertThat(dataset.size()).isEqualTo(3);
  }

  @Test
  void opensUris() throws IOException {
    writeTrain(2);

    IdxDataset dataset = IdxDataset.open(hadoop, folder.toUri().toString(), Split.TRAIN, CLASSES);

    assertThat(dataset.read(hadoop, 0, 2)).toIterable().containsExactly(sample(0), sample(1));
  }

  @Test
  void stopsEarlyWithoutLeakingFiles() throws IOException {
    writeTrain(5);
    SampleIterator samples = open().read(hadoop, 0, 5);
    assertThat(samples.next()).isEqualTo(sample(0));

    samples.close();
    samples.close();

    assertThatThrownBy(samples::next)
        .isInstanceOf(DataAwayException.class)
        .hasMessageContaining("Stream closed");
  }

  @Test
  void refusesIdsOutsideTheDataSet() throws IOException {
    writeTrain(5);
    IdxDataset dataset = open();

    assertThatThrownBy(() -> dataset.read(hadoop, 3, 6))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Range [3, 6) out of bounds for length 5");
  }

  @Test
  void refusesNoClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> IdxDataset.open(hadoop, folder.toString(), Split.TRAIN, List.<String>of()))
        .withMessage("classes is empty: name at least one class");
  }

  @Test
  void missingFolder() {
    String missing = folder.resolve("nowhere").toString();

    assertThatThrownBy(() -> IdxDataset.open(hadoop, missing, Split.TRAIN, CLASSES))
        .isInstanceOf(DataException.class)
        .hasMessage(
            missing
                + ": expected a folder with IDX files, found nothing."
                + " Check the path, or fetch the data set first.");
  }

  @Test
  void missingFile() throws IOException {
    assertOpenFails().hasMessageContaining("found no files.");

    write(IMAGES, IdxBytes.images(5));

    assertOpenFails()
        .hasMessage(
            folder
                + ": expected a file named train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz"
                + " or train-labels.idx1-ubyte or train-labels.idx1-ubyte.gz,"
                + " found train-images-idx3-ubyte."
                + " Point the path at the folder that holds the IDX files.");
  }

  @Test
  void missingFileAmongMany() throws IOException {
    for (int i = 10; i < 25; i++) {
      write(i + ".png", new byte[0]);
    }

    assertOpenFails().hasMessageContaining("found 10.png, 11.png").hasMessageContaining("5 more");
  }

  @Test
  void truncatedPlainFile() throws IOException {
    writeTrain(5);
    write(IMAGES, Arrays.copyOf(IdxBytes.images(5), 50));

    assertOpenFails()
        .hasMessage(
            message(
                IMAGES,
                "5 x 3 x 4 bytes after the header",
                "the end of the file after 50 bytes in all",
                "The file is truncated. Fetch or copy the file again."));
  }

  @Test
  void truncatedHeader() throws IOException {
    writeTrain(5);
    write(LABELS, new byte[] {0, 0, 8});

    assertOpenFails()
        .hasMessage(
            message(
                LABELS,
                "an IDX header",
                "the end of the file after 3 bytes in all",
                "The file is truncated. Fetch or copy the file again."));
  }

  @Test
  void truncatedGzipFile() throws IOException {
    writeTrain(5);
    Files.delete(folder.resolve(IMAGES));
    byte[] compressed = IdxBytes.gzip(IdxBytes.images(5));

    for (int length = 0; length < compressed.length; length++) {
      write(IMAGES + ".gz", Arrays.copyOf(compressed, length));

      assertOpenFails().hasMessageContaining(IMAGES + ".gz: expected ");
    }
  }

  @Test
  void damagedGzipFile() throws IOException {
    writeTrain(5);
    Files.delete(folder.resolve(IMAGES));
    byte[] compressed = IdxBytes.gzip(IdxBytes.images(5));
    compressed[compressed.length - 8]++; // the checksum
    write(IMAGES + ".gz", compressed);

    assertOpenFails()
        .hasMessage(
            message(
                IMAGES + ".gz",
                "5 x 3 x 4 bytes after the header",
                "damaged gzip data after 76 bytes (Corrupt GZIP trailer)",
                "Fetch or copy the file again."));
  }

  @Test
  void gzipNameOnPlainFile() throws IOException {
    writeTrain(5);
    Files.move(folder.resolve(IMAGES), folder.resolve(IMAGES + ".gz"));

    assertOpenFails()
        .hasMessage(
            message(
                IMAGES + ".gz",
                "gzip data",
                "an empty file or something else",
                "Fetch or copy the file again."));
  }

  @Test
  void plainNameOnGzipFile() throws IOException {
    writeTrain(5);
    write(IMAGES, IdxBytes.gzip(IdxBytes.images(5)));

    assertOpenFails()
        .hasMessageStartingWith(
            "file:" + folder + "/" + IMAGES + ": expected magic number 0x00000803, found 0x1f8b")
        .hasMessageEndingWith("It is a gzip file: give it a name that ends in .gz.");
  }

  @Test
  void labelsInPlaceOfImages() throws IOException {
    writeTrain(25);
    write(IMAGES, IdxBytes.labels(25));

    assertOpenFails()
        .hasMessage(
            message(
                IMAGES,
                "magic number 0x00000803",
                "0x00000801",
                "It is another kind of file: replace it by the IDX file of this name."));
  }

  @Test
  void impossibleDimension() throws IOException {
    byte[] images = IdxBytes.images(5);
    images[8] = -1;
    writeTrain(5);
    write(IMAGES, images);

    assertOpenFails().hasMessageContaining("a size of at least 1 in dimension 2 of 3, found -16");
  }

  @Test
  void hugeDimensionsTakeNoMemory() throws IOException {
    byte[] images = IdxBytes.images(5);
    Arrays.fill(images, 4, 16, (byte) 0x7f);
    writeTrain(5);
    write(IMAGES, images);

    assertOpenFails()
        .hasMessageContaining("expected 2139062143 x 2139062143 x 2139062143 bytes after");
  }

  @Test
  void trailingBytes() throws IOException {
    writeTrain(5);
    write(LABELS, Arrays.copyOf(IdxBytes.labels(5), 14));

    assertOpenFails()
        .hasMessage(
            message(
                LABELS,
                "5 bytes after the header, 13 bytes in all",
                "more bytes after them",
                "The header does not belong to this content. Fetch or copy the file again."));
  }

  @Test
  void differentCounts() throws IOException {
    writeTrain(5);
    write(LABELS, IdxBytes.labels(4));

    assertOpenFails()
        .hasMessage(
            message(
                LABELS,
                "5 labels, one for each image of train-images-idx3-ubyte",
                "4 labels",
                "The two files do not belong together: fetch both again."));
  }

  @Test
  void labelBeyondTheClasses() throws IOException {
    writeTrain(25);

    assertThatThrownBy(
            () ->
                IdxDataset.open(
                    hadoop, folder.toString(), Split.TRAIN, IdxDataset.numberedClasses(9)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            message(
                LABELS,
                "labels 0…8 for 9 classes",
                "label 9 at item 9",
                "Set the number of classes that the data has, or repair the file."));
  }

  @Test
  void fileReplacedAfterOpening() throws IOException {
    writeTrain(25);
    IdxDataset dataset = open();
    writeTrain(24);

    assertThatThrownBy(() -> dataset.read(hadoop, 0, 24))
        .isInstanceOf(DataException.class)
        .hasMessage(
            message(
                IMAGES,
                "25 x 3 x 4 values as when the data set was opened",
                "24 x 3 x 4",
                "The file was replaced meanwhile: start the job again."));
  }

  private IdxDataset open() {
    return IdxDataset.open(hadoop, folder.toString(), Split.TRAIN, CLASSES);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertOpenFails() {
    return assertThatThrownBy(this::open).isInstanceOf(DataException.class);
  }

  private String message(String file, String expected, String found, String fix) {
    return "%s%s: expected %s, found %s. %s"
        .formatted("file:" + folder + "/", file, expected, found, fix);
  }

  private void writeTrain(int count) throws IOException {
    write(IMAGES, IdxBytes.images(count));
    write(LABELS, IdxBytes.labels(count));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static Sample sample(int id) {
    return new Sample(
        id, id % 10, new Image(IdxBytes.HEIGHT, IdxBytes.WIDTH, 1, IdxBytes.pixels(id)));
  }
}
