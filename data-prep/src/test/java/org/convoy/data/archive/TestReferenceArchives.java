package org.convoy.data.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.EncodedImage;
import org.convoy.data.ImageDataset;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Real archives of thousands of photographs. */
class TestReferenceArchives {
  private static final Path FOLDER =
      Path.of(System.getProperty("reference.data.dir", ""), "data").toAbsolutePath();

  private final Configuration hadoop = new Configuration();

  @BeforeAll
  static void needsTheData() {
    assumeThat(FOLDER.resolve("grocery-fruit.tar"))
        .as("set -Dreference.data.dir to the folder that holds data/ to read real archives")
        .exists();
  }

  @Test
  void readsCifarImagesFromGzip() {
    String archive = FOLDER.resolve("cifar10-images.tar.gz").toString();
    ImageDataset train = DatasetSource.of(DatasetKind.FOLDER, archive).open(hadoop, Split.TRAIN);
    ImageDataset test = DatasetSource.of(DatasetKind.FOLDER, archive).open(hadoop, Split.TEST);

    assertThat(perClass(train)).hasSize(10).containsOnly(5_000);
    assertThat(perClass(test)).hasSize(10).containsOnly(1_000);
    assertThat(train.classes()).startsWith("airplane", "automobile").endsWith("ship", "truck");
    assertThat(test.read(hadoop, 1_234, 2_345))
        .toIterable()
        .hasSize(1_111)
        .allMatch(TestReferenceArchives::isJpeg)
        .first()
        .extracting(sample -> ((EncodedImage) sample.image()).name())
        .isEqualTo("test/automobile/0234.jpg");
  }

  @Test
  void readsPhotographsFromTar() {
    String archive = FOLDER.resolve("grocery-fruit.tar").toString();
    ImageDataset train = DatasetSource.of(DatasetKind.FOLDER, archive).open(hadoop, Split.TRAIN);
    ImageDataset test = DatasetSource.of(DatasetKind.FOLDER, archive).open(hadoop, Split.TEST);

    assertThat(train.size()).isEqualTo(1_142);
    assertThat(test.size()).isEqualTo(1_117);
    assertThat(train.classes()).hasSize(19).isEqualTo(test.classes());
    assertThat(train.read(hadoop, 0, train.size()))
        .toIterable()
        .hasSize(1_142)
        .allMatch(TestReferenceArchives::isJpeg);
    assertThat(train.fingerprint(hadoop)).matches("[0-9a-f]{64}");
  }

  private int[] perClass(ImageDataset dataset) {
    int[] counts = new int[dataset.classes().size()];
    Arrays.stream(dataset.labels(hadoop)).forEach(label -> counts[label]++);
    return counts;
  }

  private static boolean isJpeg(Sample sample) {
    byte[] content = ((EncodedImage) sample.image()).content();
    return (content[0] & 0xff) == 0xff && (content[1] & 0xff) == 0xd8;
  }
}
