package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.check.PlannedRun;
import org.convoy.cli.process.LazySpark;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.DataIdentity;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.run.ModelDescription;
import org.convoy.run.RunFolder;
import org.convoy.run.file.RunException;
import org.convoy.train.Datasets;
import org.convoy.train.Models;
import org.convoy.train.Pretrained;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** When the data of a run are the same, and what is read to tell. */
@ExtendWith(LocalSpark.class)
final class TestDataComparison {
  private static final int SIDE = 28;

  private final Configuration hadoop = new Configuration();
  private final StringWriter output = new StringWriter();
  @TempDir private Path folder;
  private Path images;
  private RunFolder run;

  @BeforeEach
  void begin() throws IOException {
    images = write("images", 1);
    run = RunFolder.at(folder.resolve("run").toString(), hadoop);
    PlannedRun planned = planned(images);
    run.begin(planned.config(), planned.fingerprints(hadoop));
  }

  /** Two images of each of two classes in either split. */
  private Path write(String name, int value) throws IOException {
    byte[] pixels = new byte[SIDE * SIDE];
    pixels[5] = (byte) value;
    byte[] image = PnmEncoder.encode(new Image(SIDE, SIDE, 1, pixels));
    for (String place : List.of("train/cat", "train/dog", "test/cat", "test/dog")) {
      Path files = Files.createDirectories(folder.resolve(name).resolve(place));
      Files.write(files.resolve("1.pgm"), image);
      Files.write(files.resolve("2.pgm"), image);
    }

    return folder.resolve(name);
  }

  private void setTimes(Path root, long millis) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(path, FileTime.fromMillis(millis));
      }
    }
  }

  private PlannedRun planned(Path data) {
    String text =
        """
        data { path = "%s", color = gray }
        data.transforms.train = [{resize {size = [28, 28]}}]
        data.transforms.validation = [{resize {size = [28, 28]}}]
        model { name = lenet5, numClasses = 2 }
        batchSize = 2
        workers = 1
        """
            .formatted(data);
    ConvoyConfig config = ConvoyConfig.parse("test.conf", text, List.of());
    Datasets datasets = Datasets.open(config, hadoop);
    ModelDescription model = Models.describe(config, datasets.train());
    return new PlannedRun(config, datasets, model, Pretrained.of(config, model, hadoop), run);
  }

  private Map<String, String> ofSameRun(Path data) {
    try (LazySpark spark = new LazySpark()) {
      return comparison(planned(data), spark).ofSameRun();
    }
  }

  private Map<String, String> ofChangedRun(Path data) {
    try (LazySpark spark = new LazySpark()) {
      return comparison(planned(data), spark).ofChangedRun();
    }
  }

  private DataComparison comparison(PlannedRun planned, LazySpark spark) {
    return new DataComparison(planned, hadoop, spark, new PrintWriter(output, true)::println);
  }

  @Test
  void unchangedFilesAreNotRead() {
    Map<String, String> data = ofSameRun(images);

    assertThat(output.toString()).isEmpty();
    assertThat(DataIdentity.parse(data.get("train")).content()).isEmpty();
  }

  @Test
  void unknownContentIsRefused() throws IOException {
    setTimes(images, 1_700_000_000_000L);

    assertThatThrownBy(() -> ofSameRun(images))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with other data:")
        .hasMessageContaining("train data: files of the same names and lengths, but written at")
        .hasMessageEndingWith(
            "If they were only copied or touched, say --same-data. Else give it the data it was"
                + " begun with, or give another folder with --run.");
  }

  @Test
  void whoeverKnowsBetterVouches() throws IOException {
    setTimes(images, 1_700_000_000_000L);
    run.vouch(planned(images).fingerprints(hadoop));

    assertThat(ofSameRun(images)).isEqualTo(planned(images).fingerprints(hadoop));

    Files.delete(images.resolve("train/cat/2.pgm"));
    Files.copy(images.resolve("train/cat/1.pgm"), images.resolve("train/cat/3.pgm"));
    run.vouch(planned(images).fingerprints(hadoop));
    assertThatThrownBy(() -> ofSameRun(images))
        .hasMessageContaining("files of other names")
        .message()
        .doesNotContain("--same-data");
  }

  @Test
  void knownContentIsCompared() throws IOException {
    for (String split : List.of("train", "validation")) {
      run.rememberContent(
          split, planned(images).datasets().splits().get(split).fingerprint(hadoop));
    }

    setTimes(images, 1_700_000_000_000L);
    Map<String, String> read = ofSameRun(images);
    run.begin(planned(images).config(), read);

    assertThat(output.toString()).contains("The train data was written since");
    assertThat(run.requireSame(planned(images).config(), planned(images).fingerprints(hadoop)))
        .isEmpty();

    write("images", 2);
    assertThatThrownBy(() -> ofSameRun(images))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with other data:");
  }

  /** Earlier versions noted nothing but fingerprints of the content. */
  @Test
  void runsOfEarlierVersionsGoOn() throws IOException {
    Datasets datasets = planned(images).datasets();
    Path file = folder.resolve("run/data.json");
    String train = datasets.train().fingerprint(hadoop);
    String validation = datasets.validation().fingerprint(hadoop);
    Files.writeString(
        file, "{\"train\":\"%s\",\"validation\":\"%s\"}%n".formatted(train, validation));

    run.begin(planned(images).config(), ofSameRun(images));

    assertThat(run.identities().get("train").content()).contains(train);
    assertThat(run.identities().get("train").stamp()).isPresent();
    assertThat(run.requireSame(planned(images).config(), planned(images).fingerprints(hadoop)))
        .isEmpty();

    Files.writeString(
        file, "{\"train\":\"%s\",\"validation\":\"%s\"}%n".formatted(validation + "0", train));
    assertThatThrownBy(() -> ofSameRun(images)).hasMessageContaining("was begun with other data:");
  }

  @Test
  void theSameDataElsewhereAreReadInBothPlaces() throws IOException {
    setTimes(images, 1_700_000_000_000L);
    run.vouch(planned(images).fingerprints(hadoop));
    Path copy = write("copy", 1);
    PlannedRun elsewhere = planned(copy);
    Map<String, String> data = ofChangedRun(copy);

    assertThat(output.toString()).contains("Reading the earlier train data");
    assertThat(run.beginOrChange(elsewhere.config(), data)).hasSize(1);
    assertThat(ofSameRun(copy)).isEqualTo(new TreeMap<>(elsewhere.fingerprints(hadoop)));
  }

  @Test
  void otherDataElsewhereAreRefused() throws IOException {
    Path other = write("other", 2);

    assertThatThrownBy(() -> ofChangedRun(other))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with other data:");
    assertThat(run.config(List.of()).data().path().orElseThrow()).hasToString(images.toString());
  }

  @Test
  void movedDataAreRecognised() throws IOException {
    Path moved = Files.move(images, folder.resolve("moved"));

    assertThat(run.beginOrChange(planned(moved).config(), ofChangedRun(moved))).hasSize(1);
    assertThat(output.toString()).isEmpty();
  }
}
