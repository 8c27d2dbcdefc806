package org.convoy.data.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.data.Offset;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.SampleIterator;
import org.convoy.data.Split;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.parquet.ParquetDataset;
import org.convoy.data.prepare.Manifest;
import org.convoy.data.prepare.MaxBad;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PrepareOptions;
import org.convoy.data.prepare.PrepareOptions.ShardFormat;
import org.convoy.data.prepare.PreparePlan;
import org.convoy.data.prepare.PreparedSplit;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Prepares published data where it is at hand. */
class TestPrepareRealData {
  private static final Path FASHION_MNIST = Path.of("/usr/share/datasets/fashion-mnist");
  private static final Path CIFAR =
      Path.of(System.getProperty("reference.data.dir", ""), "data", "cifar10-images.tar.gz")
          .toAbsolutePath();

  @RegisterExtension private static final LocalSpark SPARK = new LocalSpark();

  @TempDir private Path folder;

  private final Configuration hadoop = new Configuration();

  @Test
  void decodedFashionMnistHasTheSamePixels() {
    assumeThat(FASHION_MNIST)
        .as("Fashion-MNIST; install it with: apt-get install dataset-fashion-mnist")
        .isDirectory();
    ImageDataset source = open(FASHION_MNIST);
    PreparedSplit train = prepare(source, ShardFormat.PNM);
    ImageDataset shards = ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of());

    // What everybody normalizes Fashion-MNIST with.
    assertThat(train.mean().get(0)).isCloseTo(0.2860, Offset.offset(5e-5));
    assertThat(train.std().get(0)).isCloseTo(0.3530, Offset.offset(5e-5));
    assertThat(shards.imageShape()).contains(new ImageShape(28, 28, 1));
    assertThat(shards.labels(hadoop)).isEqualTo(source.labels(hadoop));
    requireSamePixels(source, shards);
  }

  private void requireSamePixels(ImageDataset source, ImageDataset shards) {
    ImageDecoder decoder = ImageDecoder.of(ColorMode.GRAY);

    try (SampleIterator before = source.read(hadoop, 0, source.size());
        SampleIterator after = shards.read(hadoop, 0, shards.size())) {
      while (before.hasNext()) {
        Image expected = (Image) before.next().image();
        EncodedImage stored = (EncodedImage) after.next().image();
        assertThat(decoder.decode(stored.content())).isEqualTo(expected);
      }

      assertThat(after.hasNext()).isFalse();
    }
  }

  @Test
  void preparedCifarIsTheSameDataSet() {
    assumeThat(CIFAR)
        .as("set -Dreference.data.dir to the folder that holds data/ to prepare CIFAR-10")
        .isRegularFile();
    ImageDataset source = open(CIFAR);
    PreparedSplit train = prepare(source, ShardFormat.KEEP);
    ImageDataset shards = ParquetDataset.open(hadoop, folder.toString(), Split.TRAIN, List.of());

    assertThat(shards.fingerprint(hadoop)).isEqualTo(source.fingerprint(hadoop));
    assertThat(train.classCounts().values()).hasSize(10).containsOnly(5000L);
    // The means that everybody normalizes CIFAR-10 with are .4914, .4822, .4465.
    assertThat(train.mean().get(0)).isCloseTo(0.4914, Offset.offset(5e-4));
    assertThat(train.mean().get(1)).isCloseTo(0.4822, Offset.offset(5e-4));
    assertThat(train.mean().get(2)).isCloseTo(0.4465, Offset.offset(5e-4));
  }

  private ImageDataset open(Path path) {
    return DatasetSource.parse(hadoop, path.toString()).open(hadoop, Split.TRAIN);
  }

  private PreparedSplit prepare(ImageDataset source, ShardFormat format) {
    PrepareOptions options =
        new PrepareOptions(
            List.of(Split.TRAIN),
            PrepareOptions.OWN_SIZE,
            format,
            PrepareOptions.DEFAULT_QUALITY,
            PrepareOptions.DEFAULT_SHARD_BYTES);
    PreparePlan plan = PreparePlan.of(hadoop, options, Map.of(Split.TRAIN, source));
    PrepareFolder out = PrepareFolder.at(hadoop, folder.toString());
    assertThat(out.begin(plan)).isEmpty();
    Manifest manifest = out.finish(plan, PrepareJob.run(SPARK.context(), plan, out), MaxBad.NONE);
    return manifest.splits().get("train");
  }
}
