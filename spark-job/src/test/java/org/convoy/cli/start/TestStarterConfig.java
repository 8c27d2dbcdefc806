package org.convoy.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Image;
import org.convoy.data.prepare.Statistics;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestStarterConfig {
  private static final DatasetSource SOURCE = DatasetSource.of(DatasetKind.FOLDER, "a \"b\"/${c}");

  /** Of two images of these sizes, a class each. */
  private static Statistics statistics(int shorter, int longer, int channels) {
    Statistics.Builder builder = new Statistics.Builder(2);
    builder.add(0, image(shorter, shorter, channels));
    builder.add(1, image(shorter, longer, channels));
    return builder.build();
  }

  private static Image image(int height, int width, int channels) {
    byte[] pixels = new byte[height * width * channels];
    for (int channel = 0; channel < channels; channel++) {
      pixels[channel] = (byte) (100 + channel);
    }

    return new Image(height, width, channels, pixels);
  }

  private static Statistics many(int copies) {
    Statistics sum = statistics(300, 400, 3);
    for (int count = 1; count < copies; count *= 2) {
      sum = sum.plus(sum);
    }

    return sum;
  }

  private static ConvoyConfig parsed(StarterConfig starter) {
    return ConvoyConfig.parse("starter", starter.text(), List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "28, 28, 1, lenet5, 28",
    "32, 32, 1, lenet5, 32",
    "36, 36, 1, resnet20, 36",
    "28, 28, 3, resnet20, 28",
    "32, 32, 3, resnet20, 32",
    "16, 16, 3, resnet20, 32",
    "30, 50, 3, resnet20, 32",
    "64, 64, 3, resnet18, 64",
    "96, 120, 1, resnet18, 64",
    "128, 128, 3, resnet18, 224",
    "500, 333, 3, resnet18, 224"
  })
  void aNetworkAndTransformsThatFit(
      int shorter, int longer, int channels, String network, int side) {
    Statistics measured = statistics(shorter, longer, channels);
    StarterConfig starter =
        StarterConfig.of(
            SOURCE, List.of("a", "b"), measured, Optional.of("val"), OptionalInt.empty(), 2);

    ConvoyConfig config = parsed(starter);
    assertThat(config.model().name()).isEqualTo(network).isEqualTo(starter.network());
    assertThat(config.data().transforms().validation().toString())
        .contains("{\"centerCrop\":{\"size\":%d}}".formatted(side));
    assertThat(config.data().normalize().mean()).hasSize(channels);
    assertThat(config.data().path().orElseThrow().resolve()).isEqualTo("a \"b\"/${c}");
    assertThat(config.data().validationFraction()).isEmpty();
  }

  @Test
  void theLearningRateFollowsTheImagesOfAStep() {
    StarterConfig starter =
        StarterConfig.of(
            SOURCE, List.of("a", "b"), many(4096), Optional.empty(), OptionalInt.empty(), 4);

    assertThat(starter.workers()).isEqualTo(4);
    assertThat(starter.batchSize()).isEqualTo(32);
    assertThat(parsed(starter).optimizer().learningRate()).isEqualTo(0.05);
    assertThat(parsed(starter.withSmallerBatch()).optimizer().learningRate()).isEqualTo(0.025);
    assertThat(parsed(starter).data().validationFraction()).contains(0.1);
  }

  @Test
  void fewImagesGetFewWorkersAndSmallBatches() {
    StarterConfig starter =
        StarterConfig.of(
            SOURCE, List.of("a", "b"), many(64), Optional.empty(), OptionalInt.empty(), 4);

    assertThat(starter.workers()).isEqualTo(1);
    assertThat(starter.batchSize()).isEqualTo(8);
    assertThat(parsed(starter).data().validationFraction()).contains(0.2);
  }

  @Test
  void aNameOfAClassIsNoLineOfTheConfig() {
    StarterConfig starter =
        StarterConfig.of(
            SOURCE,
            List.of("a\nepochs = 7", "b\r\u2028epochs = 8"),
            statistics(32, 32, 3),
            Optional.of("val\nepochs = 9"),
            OptionalInt.empty(),
            2);

    assertThat(parsed(starter).epochs()).isEqualTo(30);
  }
}
