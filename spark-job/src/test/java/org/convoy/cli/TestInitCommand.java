package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.convoy.cli.process.ExitCode;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code init}, and that what it writes trains. */
@ExtendWith(LocalSpark.class)
final class TestInitCommand {
  @TempDir private Path folder;

  @BeforeEach
  void setUp() {}

  private Path images(int height, int width, int channels, String... classes) throws IOException {
    for (int label = 0; label < classes.length; label++) {
      Path files = Files.createDirectories(folder.resolve("photos").resolve(classes[label]));
      for (int number = 0; number < 20; number++) {
        byte[] pixels = new byte[height * width * channels];
        Arrays.fill(pixels, (byte) (100 * label + number));
        pixels[5] = 77;
        Files.write(
            files.resolve(number + (channels == 1 ? ".pgm" : ".ppm")),
            PnmEncoder.encode(new Image(height, width, channels, pixels)));
      }
    }

    return folder.resolve("photos");
  }

  private Path out() {
    return folder.resolve("photos.conf");
  }

  private ConvoyConfig written() throws IOException {
    return ConvoyConfig.parse("photos.conf", Files.readString(out()), List.of());
  }

  @Test
  void ownPhotosTrainWithTwoCommands() throws IOException {
    Path photos = images(30, 40, 3, "cat", "do\ng } epochs = 7");

    Finished init =
        Finished.of("init", photos.toString(), "--out", out().toString(), "--json").successful();

    assertThat(init.json().get("network").asText()).isEqualTo("resnet20");
    assertThat(init.json().get("problems")).isEmpty();
    assertThat(init.output()).contains("Next     convoy train " + out());
    assertThat(written().epochs()).isEqualTo(30);
    assertThat(written().data().validationFraction()).contains(0.2);
    Finished train =
        Finished.of(
            "train",
            out().toString(),
            "--run",
            folder.resolve("run").toString(),
            "epochs=1",
            "schedule.warmupEpochs=0");
    train.successful();
    assertThat(train.output()).contains("Epoch 1/1");
  }

  @Test
  void normalizesAsStatsMeasures() throws IOException {
    Path photos = images(28, 28, 1, "0", "1");
    Files.write(photos.resolve("0/bad.pgm"), new byte[] {'P', '5'});

    Finished.of("init", photos.toString(), "--out", out().toString()).successful();

    JsonNode stats = Finished.of("stats", photos.toString(), "--json").successful().json();
    assertThat(written().data().normalize().mean()).isEqualTo(rounded(stats.get("mean")));
    assertThat(written().data().normalize().std()).isEqualTo(rounded(stats.get("std")));
    assertThat(written().model().name()).isEqualTo("lenet5");
    assertThat(written().data().color()).hasToString("GRAY");
    assertThat(written().data().allowedBad()).hasToString("1");
  }

  private static List<Double> rounded(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .map(number -> Math.round(number.asDouble() * 10_000) / 10_000.0)
        .toList();
  }

  @Test
  void givesTheNetworkTheSizeThatIsAskedFor() throws IOException {
    Path photos = images(130, 140, 3, "cat", "dog");

    Finished init =
        Finished.of("init", photos.toString(), "--out", out().toString(), "--size", "96")
            .successful();

    assertThat(init.output()).contains("Network  resnet18");
    assertThat(Files.readString(out()))
        .contains("train = [{randomResizedCrop {size = 96}}, randomHorizontalFlip]")
        .contains("validation = [{resize {size = 109}}, {centerCrop {size = 96}}]");
    Finished small = Finished.of("init", photos.toString(), "--size", "27");
    assertThat(small.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(small.error()).contains("--size must be from 28 to 1024, not 27");
  }

  @Test
  void writesOverNothing() throws IOException {
    Path photos = images(28, 28, 1, "0", "1");
    Files.writeString(out(), "mine");

    Finished init = Finished.of("init", photos.toString(), "--out", out().toString());

    assertThat(init.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(init.error())
        .isEqualTo(
            "convoy: file %s is there already and is not written over; name another one with --out%n"
                .formatted(out()));
    assertThat(out()).hasContent("mine");
  }

  @Test
  void leavesNothingWhereTheDataCannotBeTrained() throws IOException {
    Path photos = images(28, 28, 1, "only");

    Finished init = Finished.of("init", photos.toString(), "--out", out().toString());

    assertThat(init.exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(init.error()).contains("at least 2 classes");
    assertThat(out()).doesNotExist();
  }
}
