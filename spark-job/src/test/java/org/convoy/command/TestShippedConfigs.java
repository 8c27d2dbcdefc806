package org.convoy.command;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.replica.DriverModel;
import org.convoy.run.ModelDescription;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.Trainer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configs that Convoy comes with, on small data of their kind. */
final class TestShippedConfigs {
  private static final Path CONF = Path.of(System.getProperty("project.root"), "conf");

  /** Parameters with ten classes; a config that is not here is a test that is missing. */
  private static final Map<String, Integer> PARAMETERS =
      Map.of(
          "fashion-mnist-lenet5.conf", 61_706,
          "finetune.conf", 11_181_642,
          "cifar10-resnet20.conf", 269_722,
          "fruit-resnet18.conf", 11_181_642,
          "imagenet-resnet50.conf", 23_528_522);

  @TempDir private static Path folder;

  @BeforeAll
  static void writeData() throws IOException {
    SmallDataset.write(folder.resolve("idx"), 200, 50);
    for (int i = 0; i < 40; i++) {
      String split = i < 20 ? "train" : "val";
      Path file = folder.resolve("images/%s/%d/%d.ppm".formatted(split, i % 10, i));
      Files.createDirectories(file.getParent());
      byte[] header = "P6 40 30 255\n".getBytes(US_ASCII);
      byte[] image = Arrays.copyOf(header, header.length + 40 * 30 * 3);
      Files.write(file, image);
    }
  }

  static List<String> configs() throws IOException {
    try (Stream<Path> files = Files.list(CONF)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".conf") && !name.equals("spark-defaults.conf"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("configs")
  void isReadAndPlanned(String name) throws IOException {
    String text = Files.readString(CONF.resolve(name));
    String data = folder.resolve(text.contains("kind = idx") ? "idx" : "images").toString();
    ConvoyConfig config = ConvoyConfig.parse(name, text, List.of("data.path=" + data));

    Datasets datasets = Datasets.open(config, new Configuration());
    ModelDescription description = Models.describe(config, datasets.train());
    DriverModel model = DriverModel.of(config, description);
    Trainer.requirePlan(config, datasets, description);

    long trainable =
        model.layout().segments().stream()
            .filter(segment -> segment.role().isTrainable())
            .mapToLong(segment -> segment.length())
            .sum();
    assertThat(PARAMETERS).containsKey(name);
    assertThat(trainable).isEqualTo((long) PARAMETERS.get(name));
  }
}
