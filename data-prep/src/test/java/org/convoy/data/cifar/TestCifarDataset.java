package org.convoy.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.archive.StoredTar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCifarDataset {
  private static final int TRAIN = 5 * CifarBytes.TRAIN_BATCH;

  private final Configuration hadoop = new Configuration();

  @TempDir private Path folder;

  @Test
  void readsTheFolderOfCifar10() throws IOException {
    write(folder, CifarBytes.cifar10());
    CifarDataset train = open10(folder, Split.TRAIN);
    CifarDataset test = open10(folder, Split.TEST);

    assertThat(train.size()).isEqualTo(TRAIN);
    assertThat(test.size()).isEqualTo(CifarBytes.TEST_BATCH);
    assertThat(train.classes()).hasSize(10).startsWith("class0").endsWith("class9");
    assertThat(train.imageShape()).contains(new ImageShape(32, 32, 3));
    assertThat(train.read(hadoop, 0, TRAIN))
        .toIterable()
        .hasSize(TRAIN)
        .allMatch(sample -> sample.equals(sample10(sample.id())));
    assertThat(train.labels(hadoop)).startsWith(0, 1, 2).hasSize(TRAIN).endsWith(3, 4);
    assertThat(train.fingerprint(hadoop)).isNotEqualTo(test.fingerprint(hadoop));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar-10-binary.tar.gz", "cifar.tar"})
  void readsArchives(String name) throws IOException {
    write(Files.createDirectory(folder.resolve("extracted")), CifarBytes.cifar10());
    Path archive = StoredTar.write(folder.resolve(name), published(CifarBytes.cifar10()));
    CifarDataset train = open10(archive, Split.TRAIN);

    assertThat(train.read(hadoop, 5, 20))
        .toIterable()
        .hasSize(15)
        .startsWith(sample10(5), sample10(6), sample10(7))
        .endsWith(sample10(19));
    assertThat(train.read(hadoop, 9, 9)).isExhausted();
    assertThat(train.read(hadoop, new int[] {3, 30}))
        .toIterable()
        .containsExactly(sample10(3), sample10(30));
    assertThat(train.fingerprint(hadoop))
        .isEqualTo(open10(folder.resolve("extracted"), Split.TRAIN).fingerprint(hadoop));
  }

  @Test
  void readsRecordsByTheirIds() throws IOException {
    write(folder, CifarBytes.cifar10());
    CifarDataset train = open10(folder, Split.TRAIN);
    int[] ids = {0, 3, 30, 31, TRAIN - 1};

    assertThat(train.access()).isEqualTo(SampleAccess.BY_ID);
    assertThat(train.read(hadoop, ids))
        .toIterable()
        .containsExactlyElementsOf(
            Arrays.stream(ids).mapToObj(TestCifarDataset::sample10).toList());
  }

  @Test
  void findsWhatWasFetchedOrExtracted() throws IOException {
    StoredTar.write(folder.resolve("cifar-10-binary.tar.gz"), published(CifarBytes.cifar10()));
    assertThat(open10(folder, Split.TEST).size()).isEqualTo(CifarBytes.TEST_BATCH);

    Files.delete(folder.resolve("cifar-10-binary.tar.gz"));
    write(Files.createDirectory(folder.resolve("cifar-10-batches-bin")), CifarBytes.cifar10());
    assertThat(open10(folder, Split.TEST).size()).isEqualTo(CifarBytes.TEST_BATCH);
  }

  @Test
  void readsFineAndCoarseLabelsOfCifar100() throws IOException {
    write(folder, CifarBytes.cifar100());
    CifarDataset fine = open(CifarLabels.CIFAR100_FINE, Split.TRAIN);
    CifarDataset coarse = open(CifarLabels.CIFAR100_COARSE, Split.TRAIN);

    assertThat(fine.size()).isEqualTo(150);
    assertThat(fine.classes()).hasSize(100).startsWith("fine0");
    assertThat(coarse.classes()).hasSize(20).startsWith("coarse0");
    assertThat(fine.read(hadoop, 142, 143))
        .toIterable()
        .containsExactly(new Sample(142, 42, CifarBytes.image(142)));
    assertThat(coarse.read(hadoop, 142, 143))
        .toIterable()
        .containsExactly(new Sample(142, 2, CifarBytes.image(142)));
  }

  @Test
  void takesGivenClassesInPlaceOfTheFile() throws IOException {
    write(folder, CifarBytes.cifar10());
    Files.delete(folder.resolve("batches.meta.txt"));
    List<String> names = List.of("a", "b", "c", "d");

    assertThat(
            CifarDataset.open(hadoop, folder.toString(), CifarLabels.CIFAR10, Split.TEST, names)
                .classes())
        .isEqualTo(names);
    assertThatThrownBy(
            () ->
                CifarDataset.open(
                    hadoop, folder.toString(), CifarLabels.CIFAR10, Split.TRAIN, names))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + ": expected labels 0…3 for 4 classes, found label 4 at sample 4."
                + " Set as many classes as the data has, or fetch the data set again.");
  }

  @Test
  void refusesPartsOfRecords() throws IOException {
    write(folder, CifarBytes.cifar10());
    byte[] batch = Files.readAllBytes(folder.resolve("data_batch_2.bin"));
    Files.write(folder.resolve("data_batch_2.bin"), Arrays.copyOf(batch, 5_000));

    assertOpenFails()
        .hasMessage(
            folder
                + ": expected records of 3073 bytes in data_batch_2.bin, found 5000 bytes."
                + " Fetch the binary version of the data set again.");
  }

  @Test
  void tellsWhatIsMissing() throws IOException {
    assertOpenFails()
        .hasMessage(
            folder
                + ": expected batches.meta.txt, ….bin, a folder cifar-10-batches-bin, or"
                + " cifar-10-binary.tar.gz, found no files. Point the path at the folder or the"
                + " archive of the binary version.");

    write(folder, CifarBytes.cifar10());
    Files.delete(folder.resolve("data_batch_4.bin"));
    assertOpenFails()
        .hasMessageStartingWith(
            folder + ": expected a file named data_batch_4.bin, found batches.meta.txt, data_");
  }

  @Test
  void tellsWhenAFileChanged() throws IOException {
    write(folder, CifarBytes.cifar10());
    CifarDataset dataset = open10(folder, Split.TEST);
    Files.write(folder.resolve("test_batch.bin"), new byte[10]);

    assertThatThrownBy(() -> dataset.read(hadoop, 0, 1).next())
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + "/test_batch.bin: expected the file as it was when the data set was opened, found its"
                + " end before byte 3073. The file was replaced meanwhile: start the job again.");
  }

  private CifarDataset open10(Path path, Split split) {
    return CifarDataset.open(hadoop, path.toString(), CifarLabels.CIFAR10, split, List.of());
  }

  private CifarDataset open(CifarLabels labels, Split split) {
    return CifarDataset.open(hadoop, folder.toString(), labels, split, List.of());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertOpenFails() {
    return assertThatThrownBy(() -> open10(folder, Split.TRAIN)).isInstanceOf(DataException.class);
  }

  private static Sample sample10(int id) {
    return new Sample(id, id % 10, CifarBytes.image(id));
  }

  private static Map<String, byte[]> published(Map<String, byte[]> files) {
    Map<String, byte[]> published = new LinkedHashMap<>();
    files.forEach((name, content) -> published.put("cifar-10-batches-bin/" + name, content));
    return published;
  }

  private static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
