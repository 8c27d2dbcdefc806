package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.common.Json;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.run.lock.RunningProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Red, green and blue images of the classes a, b and c, which any network tells apart: an accuracy
 * below 1 means that labels were mixed up.
 */
@ExtendWith(LocalSpark.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestClassesAndSplits {
  private static final int SIDE = 8;
  private static final List<String> ABC = List.of("a", "b", "c");

  @TempDir private static Path folder;

  /** What a command did. */
  @BeforeAll
  void trainOnce() throws IOException {
    write("full/train", 12, ABC);
    write("full/test", 4, ABC);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 2
        workers = 2
        batchSize = 6
        data {
          path = "%s"
          partitions = 2
          transforms.train = [{resize {size = [8, 8]}}]
          transforms.validation = [{resize {size = [8, 8]}}]
        }
        model { layers = [flatten, {linear {out = 3}}] }
        optimizer { learningRate = 0.05 }
        """
            .formatted(folder.resolve("full")));
    Finished trained = train("run");
    assertThat(trained.successful().json().get("accuracy").asDouble())
        .as(trained.output())
        .isEqualTo(1);
    assertThat(trained.json().has("test")).isFalse();
    assertThat(trained.output())
        .contains("36 training and 12 test images, 3 classes: a, b, c")
        .contains("Test accuracy 1.0000, loss ");
  }

  private static void write(String place, int count, List<String> classes) throws IOException {
    for (String name : classes) {
      Path images = Files.createDirectories(folder.resolve(place).resolve(name));
      for (int i = 0; i < count; i++) {
        Files.write(images.resolve("%03d.ppm".formatted(i)), image(name, i));
      }
    }
  }

  private static byte[] image(String name, int seed) {
    SplittableRandom random = new SplittableRandom(seed + name.hashCode());
    byte[] pixels = new byte[3 * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      boolean bright = i % 3 == ABC.indexOf(name);
      pixels[i] = (byte) (random.nextInt(40) + (bright ? 200 : 20));
    }

    return PnmEncoder.encode(new Image(SIDE, SIDE, 3, pixels));
  }

  private Finished train(String run, String... settings) {
    List<String> arguments =
        new ArrayList<>(List.of("train", path("small.conf"), "--run", path(run), "--json"));
    arguments.addAll(Arrays.asList(settings));
    return Finished.of(arguments);
  }

  private Finished evaluate(String run, String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", path(run), "--json"));
    all.addAll(Arrays.asList(arguments));
    return Finished.of(all);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void evaluationMatchesClassesByName() throws IOException {
    write("bc/test", 5, List.of("b", "c"));
    Finished some = evaluate("run", "--data", path("bc"));

    assertThat(some.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(some.json().get("samples").asInt()).isEqualTo(10);
    assertThat(some.output()).contains("There are no test images of 1 of the 3 classes: a");
  }

  @Test
  void evaluationRefusesOtherClassesAndShowsBoth() throws IOException {
    write("bcd/test", 5, List.of("b", "c", "d"));
    Finished more = evaluate("run", "--data", path("bcd"));

    assertThat(more.exitCode()).isEqualTo(4);
    assertThat(more.error())
        .isEqualTo(
            "convoy: %s: expected classes of the model: a, b, c, found b, c, d, of which d is none"
                    .formatted(path("bcd"))
                + " of them. Name the classes alike, or leave the images of the others out.\n");
  }

  @Test
  void evaluatesPlainFoldersAndSplitsByName() throws IOException {
    Finished plain = evaluate("run", "--data", path("full/test"));
    Finished train = evaluate("run", "--split", "train");

    assertThat(plain.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(plain.json().get("samples").asInt()).isEqualTo(12);
    assertThat(plain.json().get("split").asText()).isEqualTo("all images");
    assertThat(train.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(train.json().get("samples").asInt()).isEqualTo(36);
  }

  @Test
  void aFractionIsOfTheRunsOwnDataAlone() throws IOException {
    Finished trained =
        train("fraction", "data.path=" + path("full/train"), "data.validationFraction=0.25");

    assertThat(trained.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(trained.output()).contains("27 training and 9 validation (validationFraction)");
    assertThat(evaluate("fraction").json().get("samples").asInt()).isEqualTo(9);
    assertThat(evaluate("fraction", "--data", path("full")).json().get("samples").asInt())
        .isEqualTo(12);
    assertThat(evaluate("fraction", "--data", path("full/test")).json().get("samples").asInt())
        .isEqualTo(12);
    assertThat(
            evaluate("fraction", "--data", path("full/test"), "data.split.test=test")
                .json()
                .get("samples")
                .asInt())
        .isEqualTo(12);
    assertThat(
            Finished.of(List.of("predict", path("fraction"), path("full/test/b"))).output().lines())
        .hasSize(12)
        .filteredOn(line -> line.contains("\t1\t") || line.contains("\tb\t"))
        .isNotEmpty();
  }

  @Test
  void validatesOnValAndMeasuresTestOnceAtTheEnd() throws IOException {
    write("both/train", 12, ABC);
    write("both/val", 5, ABC);
    write("both/test", 7, ABC);
    Finished trained = train("both-run", "data.path=" + path("both"));
    JsonNode test = trained.json().get("test");

    assertThat(trained.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(trained.json().get("validation").asText()).isEqualTo("val");
    assertThat(test.get("samples").asInt()).isEqualTo(21);
    assertThat(test.get("accuracy").asDouble()).isEqualTo(1);
    assertThat(test.get("bestEpoch").asInt()).isBetween(1, 2);
    assertThat(test.get("bestAccuracy").asDouble()).isEqualTo(1);
    assertThat(trained.output())
        .contains("36 training and 15 validation (val), 21 test images")
        .contains("Validation accuracy 1.0000, loss ")
        .contains("Test accuracy 1.0000, loss ");
    assertThat(Files.readString(folder.resolve("both-run/result.json"))).contains("\"bestEpoch\"");
    assertThat(evaluate("both-run").json().get("samples").asInt()).isEqualTo(15);

    Path ending = folder.resolve("both-run/exit.json");
    Files.writeString(ending, "{\"code\":75,\"message\":\"stopped\"}");
    RunningProcess living = RunningProcess.current("app-1");
    Path owner = folder.resolve("both-run/running.json");
    Files.writeString(
        owner, Json.of(living).replace("\"" + living.pidStart() + "\"", "\"1\"")); // Has ended.

    Finished again = train("both-run", "data.path=" + path("both"));

    assertThat(again.output()).contains("Already finished; nothing to do.");
    assertThat(again.json()).isEqualTo(trained.json());
    assertThat(ending).content().contains("\"code\":0,");
    assertThat(owner).doesNotExist();
  }

  @Test
  void leavesATestSplitWithoutLabelsOut() throws IOException {
    write("flat/train", 12, ABC);
    write("flat/val", 5, ABC);
    Files.createDirectories(folder.resolve("flat/test"));
    Files.write(folder.resolve("flat/test/0.ppm"), image("a", 1));
    Finished trained = train("flat-run", "data.path=" + path("flat"));

    assertThat(trained.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(trained.json().has("test")).isFalse();
    assertThat(trained.output())
        .contains("36 training and 15 validation (val) images")
        .contains("The images of test/ have no labels");
  }

  @Test
  void theHeadOfPretrainedWeightsIsMatchedByName() throws IOException {
    String[] settings = {
      "model.pretrained=" + path("run"),
      "data.classes=[c,b,a]",
      "epochs=1",
      "optimizer.learningRate=1e-9"
    };
    Finished trained = train("from-run", settings);

    assertThat(trained.successful().json().get("accuracy").asDouble()).isEqualTo(1);
    assertThat(trained.output()).contains("3 classes: c, b, a");
  }

  @Test
  void theHeadOfOtherClassesIsRefused() throws IOException {
    write("other/train", 4, List.of("a", "b", "x"));
    write("other/test", 4, List.of("a", "b", "x"));
    Finished refused =
        train("from-other", "data.path=" + path("other"), "model.pretrained=" + path("run"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("model.pretrained: the classes of " + path("run") + " are a, b, c, those of the")
        .contains("data a, b, x")
        .contains("model.replaceHead = true");
  }

  @Test
  void aRunDoesNotGoOnWithOtherClasses() throws IOException {
    write("renamed/train", 4, ABC);
    write("renamed/test", 4, ABC);
    Finished begun = train("renamed-run", "data.path=" + path("renamed"), "epochs=1");
    for (String split : List.of("train", "test")) {
      Path images = folder.resolve("renamed").resolve(split);
      Files.move(images.resolve("c"), images.resolve("x"));
    }

    Finished other = train("renamed-run", "data.path=" + path("renamed"), "epochs=1");

    assertThat(begun.exitCode()).as(begun.error()).isZero();
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.error())
        .contains("was begun with other data")
        .contains("classes: a, b, c, now a, b, x");
  }

  @Test
  void predictionsKeepTheNamesOfTheModel() {
    List<String> plain = List.of("predict", path("run"), path("full/test/c"), "--top=1");
    List<String> named = new ArrayList<>(plain);
    named.add("data.classes=[c,b,a]");
    List<String> other = new ArrayList<>(plain);
    other.add("data.classes=[x,y,z]");

    assertThat(Finished.of(named).output())
        .isEqualTo(Finished.of(plain).output())
        .contains("\tc\t");
    assertThat(Finished.of(other).exitCode()).isEqualTo(2);
    assertThat(Finished.of(other).error())
        .contains("data.classes: the model's classes are a, b, c, not");
  }
}
