package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.run.ObjectStore;
import org.convoy.train.ConvoyKryoRegistrator;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings whose runs lie on a store that behaves as S3A does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestTrainOnObjectStore {
  private static final Configuration HADOOP = ObjectStore.configuration();
  private static final String UNLOCKED = "--run-unlocked";

  @TempDir private static Path folder;
  private final Map<String, String> settings = settings();
  private String expected;

  /** Hadoop's settings come through Spark's, as users give those of S3A. */
  private static Map<String, String> settings() {
    return Map.of(
        "spark.master", "local[2]",
        "spark.app.name", "spark-job tests",
        "spark.ui.enabled", "false",
        "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
        "spark.kryo.registrator", ConvoyKryoRegistrator.class.getName(),
        "spark.hadoop.fs.objects.impl", HADOOP.get("fs.objects.impl"),
        "spark.hadoop.fs.AbstractFileSystem.objects.impl",
            HADOOP.get("fs.AbstractFileSystem.objects.impl"));
  }

  @BeforeAll
  void trainOnALocalFolder() throws IOException {
    settings.forEach(System::setProperty);
    for (String name : List.of("train/a", "train/b", "test/a", "test/b")) {
      Path images = Files.createDirectories(folder.resolve("data").resolve(name));
      for (int i = 0; i < 12; i++) {
        Files.write(images.resolve(i + ".pgm"), image(name + i));
      }
    }

    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 3
        workers = 2
        batchSize = 4
        data {
          path = "%s"
          partitions = 2
          transforms.train = [{resize {size = [8, 8]}}]
          transforms.validation = [{resize {size = [8, 8]}}]
        }
        model { layers = [flatten, {linear {out = 2}}] }
        checkpoint { everyRounds = 1, retryMinutes = 0 }
        """
            .formatted(folder.resolve("data")));
    expected =
        train(folder.resolve("run").toString()).successful().json().get("weightsSha256").asText();
  }

  @AfterAll
  void clearSettings() {
    settings.keySet().forEach(System::clearProperty);
  }

  private static byte[] image(String seed) {
    byte[] pixels = new byte[64];
    new SplittableRandom(seed.hashCode()).nextBytes(pixels);
    return PnmEncoder.encode(new Image(8, 8, 1, pixels));
  }

  private static Finished train(String run, String... arguments) {
    return train(new StopRequest(), run, arguments);
  }

  private static Finished train(StopRequest stopRequest, String run, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("train", folder.resolve("small.conf").toString(), "--run", run, "--json"));
    all.addAll(List.of(arguments));
    return Finished.of(stopRequest, all.toArray(String[]::new));
  }

  @Test
  void aStoreThatCreatesOnlyOnceIsUsedAsAFolderIs() throws IOException {
    Finished trained = train("objects://conditional-whole/runs/a");

    assertThat(trained.successful().json().get("weightsSha256").asText()).isEqualTo(expected);
    assertThat(ObjectStore.bucket("conditional-whole").keys())
        .contains(
            "runs/a/result.json",
            "runs/a/model.safetensors",
            "runs/a/metrics.jsonl",
            "runs/a/report.html",
            "runs/a/README.md")
        .noneMatch(key -> key.endsWith("running.json"))
        .noneMatch(key -> key.contains("quarantine"));
    assertThat(train("objects://conditional-whole/runs/a").output())
        .contains("Already finished; nothing to do.");
  }

  @Test
  void oneThatDoesNotNeedsAPersonsWord() throws IOException {
    Finished refused = train("objects://plain-whole/runs/a");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("neither creates a file only once nor renames in one step")
        .contains("say --run-unlocked and make sure that one trains there at a time");
    assertThat(ObjectStore.bucket("plain-whole").keys()).isEmpty();
    assertThat(
            train("objects://plain-whole/runs/a", UNLOCKED)
                .successful()
                .json()
                .get("weightsSha256")
                .asText())
        .isEqualTo(expected);
  }

  /** The store is away at some moment, and the process ends; its file stays and names it. */
  @Test
  void whatDiedIsTakenOverAndContinuedToTheSameBytes() throws Exception {
    String run = "objects://plain-died/runs/a";
    for (int changes = 15; changes < 60; changes += 15) {
      ObjectStore.bucket("plain-died").dieAfter(changes);
      Finished died = train(run, UNLOCKED);
      ObjectStore.bucket("plain-died").revive();

      assertThat(died.exitCode()).as(died.output() + died.error()).isEqualTo(75);
      isOfEndedProcess(run + "/running.json");
      assertThat(train(run, UNLOCKED).successful().json().get("weightsSha256").asText())
          .as("after %d changes", changes)
          .isEqualTo(expected);
      ObjectStore.bucket("plain-died").keys().forEach(key -> delete("objects://plain-died/" + key));
    }
  }

  /** Its file changes while it trains; who comes meanwhile is told, and it stops when asked to. */
  @Test
  void oneThatLivesShowsItAndIsNotTakenOver() throws Exception {
    String run = "objects://conditional-lives/runs/a";
    StopRequest stop = new StopRequest();
    CompletableFuture<Finished> training =
        CompletableFuture.supplyAsync(() -> train(stop, run, "epochs=100000"));

    await().until(() -> training.isDone() || beats(run + "/running.json") > 0);
    assertThat(training).isNotDone();
    Finished second = train(run, "epochs=100000");
    assertThat(second.exitCode()).isEqualTo(2);
    assertThat(second.error()).contains(run + " is being trained by process ");

    stop.requestNow();
    assertThat(training.get().exitCode()).isEqualTo(75);
    assertThat(ObjectStore.bucket("conditional-lives").keys())
        .noneMatch(key -> key.endsWith("running.json"))
        .anyMatch(key -> key.endsWith("state.json"));
  }

  private static int beats(String file) throws IOException {
    FilePlace place = FilePlace.of(file, HADOOP);
    return place.files().util().exists(place.path()) ? read(place).get("beats").asInt() : -1;
  }

  private static JsonNode read(FilePlace place) throws IOException {
    try (FSDataInputStream input = place.files().open(place.path())) {
      return new ObjectMapper().readTree(input.readAllBytes());
    }
  }

  /** The tests' own process lives: the file is given the number of one that does not. */
  private static void isOfEndedProcess(String file) throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    FilePlace place = FilePlace.of(file, HADOOP);
    ObjectNode owner = (ObjectNode) read(place);
    owner.put("pid", ended.pid());
    try (FSDataOutputStream output =
        place.files().create(place.path(), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
      output.write(owner.toString().getBytes(UTF_8));
    }
  }

  private static void delete(String file) {
    try {
      FilePlace place = FilePlace.of(file, HADOOP);
      place.files().delete(place.path(), true);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
