package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.convoy.cli.process.ExitCode;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on class folders of which some images cannot be decoded. */
@ExtendWith(LocalSpark.class)
final class TestBadImages {
  private static final int SIDE = 12;
  private static final String BAD = "train/dog/17.pgm";

  @TempDir private Path folder;

  private final Map<String, String> before = new HashMap<>();

  /** What a command did. */
  @BeforeEach
  void writeData() throws IOException {
    set("spark.master", "local[2]");
    set("spark.task.cpus", "1");
    for (int i = 0; i < 60; i++) {
      String name =
          "%s/%s/%02d.pgm".formatted(i < 40 ? "train" : "test", i % 2 == 0 ? "cat" : "dog", i);
      Path file = folder.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, PnmEncoder.encode(noise(i)));
    }

    damage(BAD);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 2
        workers = 2
        batchSize = 4
        sync.every = 2
        checkpoint { everyRounds = 1, keepLast = 100 }
        data { path = "%s", color = gray }
        data.transforms.train = [{resize {size = [12, 12]}}, {randomHorizontalFlip {p = 0.5}}]
        data.transforms.validation = [{resize {size = [12, 12]}}]
        model { layers = [{conv2d {out = 4, kernel = 3}}, relu, flatten, {linear {out = 2}}] }
        """
            .formatted(folder.resolve("data")));
  }

  private static Image noise(int seed) {
    byte[] pixels = new byte[SIDE * SIDE];
    new SplittableRandom(seed).nextBytes(pixels);
    return new Image(SIDE, SIDE, 1, pixels);
  }

  private void damage(String name) throws IOException {
    Path file = folder.resolve("data").resolve(name);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(content, content.length - 7));
  }

  private void set(String key, String value) {
    before.putIfAbsent(key, System.getProperty(key, ""));
    System.setProperty(key, value);
  }

  @AfterEach
  void restore() {
    before.forEach(
        (key, value) -> {
          if (value.isEmpty()) {
            System.clearProperty(key);
          } else {
            System.setProperty(key, value);
          }
        });
  }

  private Finished train(String run, String... settings) {
    String[] arguments =
        Stream.concat(
                Stream.of(
                    "train",
                    folder.resolve("small.conf").toString(),
                    "--run",
                    folder.resolve(run).toString()),
                Stream.of(settings))
            .toArray(String[]::new);
    return Finished.of(arguments);
  }

  private JsonNode result(String run) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(run).resolve("result.json").toFile());
  }

  private String weights(String run, String... settings) throws IOException {
    Finished finished = train(run, settings);
    assertThat(finished.exitCode()).as(finished.error()).isZero();
    return result(run).path("weightsSha256").asText();
  }

  @Test
  void oneEndsTheTrainingAndNamesWhatWouldGoOn() {
    Finished finished = train("run");

    assertThat(finished.exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(finished.error().lines().toList())
        .singleElement()
        .asString()
        .startsWith("convoy: " + BAD + ": expected an image, found ")
        .endsWith("or pass over so many with data.maxBad.");
    assertThat(folder.resolve("run/exit.json")).content().contains("\"code\":4");
  }

  /** Whoever met the bad image first can go on where it was, too. */
  @Test
  void areNamedAndChangeNothingWithHowTheTrainingRuns() throws IOException {
    Finished whole = train("whole", "data.maxBad=1");
    String weights = result("whole").path("weightsSha256").asText();

    assertThat(whole.exitCode()).isZero();
    assertThat(whole.output())
        .containsOnlyOnce("Epoch 1/2")
        .contains("Images that cannot be decoded, passed over: 1: " + BAD);
    assertThat(result("whole").path("badImages").toString())
        .isEqualTo("{\"count\":1,\"names\":[\"%s\"]}".formatted(BAD));
    List<String> metrics = Files.readAllLines(folder.resolve("whole/metrics.jsonl"));
    assertThat(metrics).hasSize(2).allMatch(line -> line.contains("\"badImages\":{\"count\":1"));

    assertThat(train("refused").exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(weights("refused", "data.maxBad=2.5%", "--override")).isEqualTo(weights);
    assertThat(weights("indexed", "data.maxBad=1", "data.shuffle=indexed")).isEqualTo(weights);
    set("spark.master", "local[4]");
    set("spark.task.cpus", "2");
    assertThat(weights("ahead", "data.maxBad=1")).isEqualTo(weights);
    set("spark.master", "local[1]");
    set("spark.task.cpus", "1");
    interruptAfterTheFirstRoundOfTheSecondEpoch("whole");
    assertThat(weights("whole", "data.maxBad=1")).isEqualTo(weights);
    assertThat(result("whole").path("badImages").path("count").asInt()).isEqualTo(1);
    assertThat(Files.readAllLines(folder.resolve("whole/metrics.jsonl")).get(0))
        .isEqualTo(metrics.get(0));
  }

  private void interruptAfterTheFirstRoundOfTheSecondEpoch(String run) throws IOException {
    Files.delete(folder.resolve(run).resolve("result.json"));
    Path checkpoints = folder.resolve(run).resolve("checkpoints");
    List<Path> later;
    try (Stream<Path> all = Files.list(checkpoints)) {
      later =
          all.filter(
                  path -> path.getFileName().toString().compareTo("epoch-00001-round-000001") > 0)
              .filter(Files::isDirectory)
              .toList();
    }

    assertThat(later).isNotEmpty();
    for (Path checkpoint : later) {
      try (Stream<Path> files = Files.list(checkpoint)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }

      Files.delete(checkpoint);
    }
  }

  @Test
  void moreThanAllowedEndTheTraining() throws IOException {
    damage("train/cat/20.pgm");

    Finished finished = train("run", "data.maxBad=1");

    assertThat(finished.exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(finished.error())
        .contains(
            "expected at most 1 of 40 images that cannot be decoded (data.maxBad), found 2: ",
            BAD,
            "train/cat/20.pgm");
  }

  @Test
  void ofTheValidationAreLeftOut() throws IOException {
    damage("test/cat/40.pgm");

    Finished finished = train("run", "data.maxBad=5%", "epochs=1", "validation.batchSize=1");

    assertThat(finished.exitCode()).as(finished.error()).isZero();
    assertThat(result("run").path("badImages").path("names").toString())
        .isEqualTo("[\"%s\",\"test/cat/40.pgm\"]".formatted(BAD));
    double correct = 19 * result("run").path("accuracy").asDouble();
    assertThat(correct).isEqualTo(Math.rint(correct));
  }

  /** Not that of the process before, which ended otherwise. */
  @Test
  void exitJsonIsOfAPreflightThatFailsWhereTheRunWasBegun() {
    assertThat(train("run").exitCode()).isEqualTo(ExitCode.DATA.number());
    set("spark.driver.maxResultSize", "1");

    Finished again = train("run");

    assertThat(again.exitCode()).as(again.error()).isEqualTo(ExitCode.USAGE.number());
    assertThat(folder.resolve("run/exit.json"))
        .content()
        .contains("\"code\":2")
        .contains("spark.driver.maxResultSize");
    assertThat(folder.resolve("run/running.json")).doesNotExist();
  }

  @Test
  void weightsThatWereChangedAfterTheRunAreNotItsOwn() throws IOException {
    assertThat(train("run", "data.maxBad=1").exitCode()).isZero();
    Path model = folder.resolve("run/model.safetensors");
    byte[] content = Files.readAllBytes(model);
    content[content.length - 3] ^= 1;
    Files.write(model, content);
    Files.deleteIfExists(folder.resolve("run/.model.safetensors.crc"));
    StringWriter error = new StringWriter();

    int code =
        Main.commandLine(new StopRequest())
            .setErr(new PrintWriter(error, true))
            .execute(
                "predict",
                folder.resolve("run").toString(),
                folder.resolve("data/test").toString());

    assertThat(code).isEqualTo(ExitCode.DATA.number());
    assertThat(error.toString())
        .contains("the weights are not those that the run ended with")
        .contains("or name the file itself to use it as it is");
  }
}
