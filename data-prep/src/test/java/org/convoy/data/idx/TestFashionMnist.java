package org.convoy.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.Split;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads the real files where Debian's package has put them. */
class TestFashionMnist {
  private static final Path FOLDER = Path.of("/usr/share/datasets/fashion-mnist");

  private final Configuration hadoop = new Configuration();

  @BeforeAll
  static void needsThePackage() {
    assumeThat(FOLDER)
        .as("Fashion-MNIST; install it with: apt-get install dataset-fashion-mnist")
        .isDirectory();
  }

  @Test
  void readsTheTrainingSplit() {
    IdxDataset dataset = open(Split.TRAIN);
    int[] perClass = new int[10];
    long sum = 0;

    for (Iterator<Sample> samples = dataset.read(hadoop, 0, dataset.size()); samples.hasNext(); ) {
      Sample sample = samples.next();
      perClass[sample.label()]++;

      for (byte pixel : ((Image) sample.image()).pixels()) {
        sum += pixel & 0xff;
      }
    }

    assertThat(dataset.size()).isEqualTo(60_000);
    assertThat(dataset.imageShape()).contains(new ImageShape(28, 28, 1));
    assertThat(perClass).containsOnly(6_000);
    // The mean that everybody normalizes Fashion-MNIST with is 0.2860.
    assertThat(sum / (255.0 * 60_000 * 784)).isBetween(0.2860, 0.2861);
  }

  @Test
  void readsTheTestSplit() {
    IdxDataset dataset = open(Split.TEST);

    assertThat(dataset.size()).isEqualTo(10_000);
    assertThat(dataset.read(hadoop, 9_990, 10_000)).toIterable().hasSize(10);
    assertThat(dataset.fingerprint(hadoop)).isNotEqualTo(open(Split.TRAIN).fingerprint(hadoop));
  }

  private IdxDataset open(Split split) {
    return IdxDataset.open(hadoop, FOLDER.toString(), split, IdxDataset.numberedClasses(10));
  }
}
