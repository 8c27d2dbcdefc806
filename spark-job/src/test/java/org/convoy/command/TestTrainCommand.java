package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code convoy train} as a process: results, exit codes, and what survives a kill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestTrainCommand {
  @TempDir private static Path folder;
  private Command command;
  private Finished reference;

  @BeforeAll
  void trainTheReference() throws Exception {
    SmallDataset.write(folder.resolve("data"), 1000, 300);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 6
        batchSize = 16
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        sync.every = 4
        """);
    command = new Command(folder);
    reference = train("local[2]", "reference");
  }

  private Finished train(String master, String run, String... more) throws Exception {
    return startTraining(master, run, more).await();
  }

  private Running startTraining(String master, String run, String... more) throws IOException {
    return startTraining(Map.of(), master, run, more);
  }

  private Running startTraining(
      Map<String, String> environment, String master, String run, String... more)
      throws IOException {
    String[] fixed = {"train", "small.conf", "--master", master, "--run", run, "--json"};
    return command.start(
        environment, Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private String weights(Finished training) {
    assertThat(training.exitCode()).as(training.error()).isZero();
    return training.json().get("weightsSha256").asText();
  }

  /** Nothing of Spark's tasks beside it: it is the data's fault, not theirs. */
  @Test
  void aCorruptImageEndsItWithOneLine() throws Exception {
    for (String name : List.of("train/a/1", "train/a/2", "train/b/3", "test/a/4", "test/b/5")) {
      Path image = folder.resolve("images").resolve(name + ".png");
      Files.createDirectories(image.getParent());
      ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
    }

    Files.writeString(folder.resolve("images/train/a/2.png"), "no picture");

    Finished corrupt =
        train(
            "local[2]",
            "corrupt",
            "data.path=images",
            "data.transforms.train=[{resize {size = [28, 28]}}]",
            "data.transforms.validation=[{resize {size = [28, 28]}}]",
            "model.numClasses=2");

    assertThat(corrupt.exitCode()).isEqualTo(4);
    assertThat(corrupt.error().lines().filter(line -> !line.contains(" INFO ")))
        .singleElement()
        .asString()
        .startsWith("convoy: train/a/2.png: expected an image, found ");
  }

  @Test
  void learnsAndReportsTheResult() {
    assertThat(reference.exitCode()).as(reference.error()).isZero();
    assertThat(reference.json().fieldNames())
        .toIterable()
        .containsExactly(
            "run", "epochs", "accuracy", "loss", "imagesPerSecond", "weightsSha256", "validation");
    assertThat(reference.json().get("epochs").asInt()).isEqualTo(6);
    assertThat(reference.json().get("accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(reference.output()).contains("Epoch 6/6  loss ", "Test accuracy ");
  }

  @Test
  void writesTheRunFolder() throws IOException {
    Path run = folder.resolve("reference");
    assertThat(run.resolve("config.conf")).content().contains("every = 4", "seed = 42");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(6);
    assertThat(run.resolve("model.safetensors")).exists();
    Path checkpoints = run.resolve("checkpoints");
    try (Stream<Path> paths = Files.list(checkpoints)) {
      assertThat(paths.filter(Files::isDirectory).map(path -> path.getFileName().toString()))
          .contains("epoch-00004-round-000000", "epoch-00005-round-000000")
          .contains("epoch-00006-round-000000")
          .hasSizeBetween(3, 4);
    }

    assertThat(checkpoints.resolve("last")).hasContent("epoch-00006-round-000000");
    assertThat(checkpoints.resolve(Files.readString(checkpoints.resolve("best")).strip()))
        .isDirectory();
  }

  @Test
  void givesTheSameWeightsWithOneSlotAsWithTwo() throws Exception {
    Finished profiled = train("local[1]", "one-slot", "--profile");

    assertThat(weights(profiled)).isEqualTo(weights(reference));
    assertThat(profiled.output())
        .contains("Where the time of a step goes", "backward weights", "optimizer", "of peak");
    JsonNode profile =
        new ObjectMapper().readTree(folder.resolve("one-slot/profile.json").toFile());
    assertThat(profile.get("images").asLong()).isBetween(5000L, 6000L);
    assertThat(profile.get("passes").findValuesAsText("layer")).contains("conv1", "fc3", "data");
  }

  @Test
  void saysThatARunIsFinishedAlready() throws Exception {
    Finished again = train("local[2]", "reference");

    assertThat(weights(again)).isEqualTo(weights(reference));
    assertThat(again.output()).contains("Already finished; nothing to do.");
  }

  @Test
  void continuesToTheSameWeightsAfterSigkillInTheMiddleOfAnEpoch() throws Exception {
    Running killed = startTraining("local[2]", "killed", "checkpoint.everyRounds=1");
    awaitCheckpoint("killed", "epoch-00001-round-000003");
    killed.process().destroyForcibly();
    assertThat(killed.await().exitCode()).isEqualTo(128 + 9);

    Finished continued = train("local[2]", "killed", "checkpoint.everyRounds=1");

    assertThat(weights(continued)).isEqualTo(weights(reference));
    assertThat(continued.output()).containsPattern("Continuing at epoch \\d, round \\d+");
  }

  @Test
  void stopsWithACheckpointOnSigtermAndContinuesToTheSameWeights() throws Exception {
    Running stopped = startTraining("local[2]", "stopped");
    awaitCheckpoint("stopped", "epoch-00001-round-000000");
    stopped.process().destroy();
    Finished result = stopped.await();

    assertThat(result.exitCode()).as(result.error()).isEqualTo(75);
    assertThat(result.error())
        .containsPattern(
            "convoy: Stopped before epoch \\d, round \\d; the same command continues from there.");
    assertThat(weights(train("local[2]", "stopped"))).isEqualTo(weights(reference));
  }

  /** The learning rate follows the validation loss of epochs before the kill. */
  @Test
  void continuesWithAdamAndReducedLearningRatesToTheSameWeights() throws Exception {
    String[] settings = {
      "optimizer={name=adamw,clip.norm=1,decayBiasAndNorm=false}",
      "schedule={name=reduce-on-plateau,patience=0,threshold=0.5}",
      "model.init=auto",
      "checkpoint.everyRounds=1"
    };
    Finished whole = train("local[2]", "adam", settings);
    Running killed = startTraining("local[2]", "adam-killed", settings);
    awaitCheckpoint("adam-killed", "epoch-00003-round-000001");
    killed.process().destroyForcibly();
    assertThat(killed.await().exitCode()).isEqualTo(128 + 9);

    Finished continued = train("local[2]", "adam-killed", settings);

    assertThat(weights(continued)).isEqualTo(weights(whole)).isNotEqualTo(weights(reference));
    assertThat(learningRates("adam-killed"))
        .isEqualTo(learningRates("adam"))
        .startsWith(0.001)
        .anySatisfy(rate -> assertThat(rate).isLessThan(0.0002));
  }

  private static List<Double> learningRates(String run) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Double> rates = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(run).resolve("metrics.jsonl"))) {
      rates.add(json.readTree(line).get("learningRate").asDouble());
    }

    return rates;
  }

  private void awaitCheckpoint(String run, String name) {
    Path checkpoints = folder.resolve(run).resolve("checkpoints");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> newest(checkpoints).compareTo(name) >= 0);
  }

  private static String newest(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return "";
    }

    try (Stream<Path> names = Files.list(checkpoints)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("epoch-"))
          .max(String::compareTo)
          .orElse("");
    }
  }

  @Test
  void refusesToContinueWithAnotherConfig() throws Exception {
    Finished refused = train("local[2]", "reference", "batchSize=8");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains(
            "reference was begun with another config:",
            "batchSize: 16 instead of 8",
            "give another folder with --run")
        .doesNotContain("\tat ");
  }

  @Test
  void goesOnWithMoreEpochsByOverride() throws Exception {
    Finished first = train("local[2]", "more", "epochs=1");
    Finished refused = train("local[2]", "more", "epochs=2", "seed=1", "--override");
    Finished more = train("local[2]", "more", "epochs=2", "--override");

    assertThat(first.exitCode()).as(first.error()).isZero();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("more cannot go on with another value of", "seed: 42 instead of 1")
        .doesNotContain("\tat ");
    assertThat(more.exitCode()).as(more.error()).isZero();
    assertThat(more.output()).contains("Changed epochs from 1 to 2", "Continuing at epoch 2");
    assertThat(more.json().get("epochs").asInt()).isEqualTo(2);
  }

  @Test
  void evaluatesTheBestCheckpoint() throws Exception {
    Finished best = command.run("evaluate", "reference/checkpoints/best", "--json");

    assertThat(best.exitCode()).as(best.error()).isZero();
    assertThat(best.json().get("accuracy").asDouble())
        .isGreaterThanOrEqualTo(reference.json().get("accuracy").asDouble());
  }

  @Test
  void namesEveryConfigError() throws Exception {
    Finished refused = train("local[2]", "none", "epoch=3", "workers=0", "model.name=lenet6");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains(
            "3 problems in the configuration:",
            "command line: epoch: unknown key; did you mean epochs?",
            "command line: workers = 0: must be at least 1",
            "command line: model.name = \"lenet6\": Unknown network \"lenet6\"; did you mean"
                + " lenet5? \"convoy models\" lists all")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void namesAMissingConfigFile() throws Exception {
    Finished refused = command.run("train", "missing.conf");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error()).contains("missing.conf: no such file").doesNotContain("\tat ");
  }

  /** Spark's exception is a checked one that nothing declares. */
  @Test
  void leavesTheExitCodeInTheFolderWhenAJobOfSparkFails() throws Exception {
    for (String split : List.of("train", "test")) {
      for (String name : List.of("cat", "dog")) {
        Path photos =
            Files.createDirectories(folder.resolve("photos").resolve(split).resolve(name));
        for (int i = 0; i < 4; i++) {
          BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
          ImageIO.write(image, "png", photos.resolve(i + ".png").toFile());
        }
      }
    }

    Files.write(folder.resolve("photos/train/dog/3.png"), new byte[] {1, 2, 3});

    Finished failed =
        train(
            "local[2]",
            "broken-photo",
            "data.path=photos",
            "data.transforms.train=[{resize {size=[28, 28]}}]",
            "data.transforms.validation=[{resize {size=[28, 28]}}]",
            "model.numClasses=2",
            "epochs=1");

    assertThat(failed.exitCode()).as(failed.error()).isEqualTo(4);
    JsonNode ending =
        new ObjectMapper().readTree(folder.resolve("broken-photo/exit.json").toFile());
    assertThat(ending.get("code").asInt()).isEqualTo(4);
    assertThat(ending.get("message").asText()).contains("dog/3.png");
  }

  @Test
  void refusesABatchOfOneBeforeANormalizationOfOnePixel() throws Exception {
    Finished refused =
        train("local[2]", "one-pixel", "batchSize=333", "workers=1", "model.name=resnet18");

    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(2);
    assertThat(refused.error())
        .contains("batchSize = 333: 1,000 training images with workers = 1 make a batch of 1 image")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("one-pixel")).doesNotExist();
  }

  @Test
  void stopsWhenTheTrainingDiverges() throws Exception {
    Finished diverged = train("local[2]", "diverged", "optimizer.learningRate=1e6");

    assertThat(diverged.exitCode()).as(diverged.error()).isEqualTo(3);
    assertThat(diverged.error())
        .containsPattern(
            "convoy: Training diverged in epoch 1, round \\d+: loss .* at learning rate 1000000.0."
                + " Try a smaller optimizer.learningRate or a warm-up.")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("diverged/result.json")).doesNotExist();
  }

  @Test
  void namesMissingData() throws Exception {
    Finished refused = train("local[2]", "no-data", "data.path=/no/such/folder");

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.error()).contains("/no/such/folder").doesNotContain("\tat ");
  }

  @Test
  void namesTruncatedData() throws Exception {
    SmallDataset.write(folder.resolve("truncated"), 100, 50);
    Path images = folder.resolve("truncated/train-images-idx3-ubyte");
    try (RandomAccessFile file = new RandomAccessFile(images.toFile(), "rw")) {
      file.setLength(50_000);
    }

    Finished refused = train("local[2]", "no-data", "data.path=truncated");

    assertThat(refused.exitCode()).isEqualTo(4);
    assertThat(refused.error())
        .contains("train-images-idx3-ubyte: expected ", "50000")
        .doesNotContain("\tat ");
  }

  @Test
  void showsTheStackTraceOfAnInternalError() throws Exception {
    Path conf = Files.createDirectories(folder.resolve("broken-conf"));
    Files.writeString(conf.resolve("spark-defaults.conf"), "spark.serializer no.such.Serializer\n");
    Files.writeString(conf.resolve("log4j2.properties"), "status = error\n");
    Finished failed =
        startTraining(Map.of("CONVOY_CONF_DIR", conf.toString()), "local[1]", "internal").await();

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.error())
        .contains("convoy: internal error, please report it:", "no.such.Serializer", "\tat ");
  }

  @Test
  void evaluatesARunAndItsWeightsAlike() throws Exception {
    Finished run = command.run("evaluate", "reference", "--json");
    Finished weights =
        command.run("evaluate", "reference/model.safetensors", "--data", "idx:data", "--json");

    for (Finished evaluation : List.of(run, weights)) {
      assertThat(evaluation.exitCode()).as(evaluation.error()).isZero();
      assertThat(evaluation.json().get("samples").asInt()).isEqualTo(300);
      assertThat(evaluation.json().get("accuracy")).isEqualTo(reference.json().get("accuracy"));
      assertThat(evaluation.json().get("correct").asInt())
          .isEqualTo((int) Math.round(300 * reference.json().get("accuracy").asDouble()));
      assertThat(evaluation.json().get("loss").asDouble())
          .isCloseTo(reference.json().get("loss").asDouble(), offset(1e-6));
    }
  }

  @Test
  void inspectsConfigsAndRuns() throws Exception {
    for (String subject : List.of("small.conf", "reference", "reference/model.safetensors")) {
      Finished inspected = command.run("inspect", subject, "--json");

      assertThat(inspected.exitCode()).as(inspected.error()).isZero();
      assertThat(inspected.output()).containsPattern("conv1 +Conv2d +6 x 28 x 28 +156 ");
      assertThat(inspected.json().get("parameters").asInt()).isEqualTo(61_706);
    }
  }

  @Test
  void modelsOfLayersTravelWithTheirWeights() throws Exception {
    String model =
        "model={numClasses=10, layers=[{name=conv, conv2d {out=8, kernel=5, stride=2}}, relu,"
            + " {branches=[{conv2d {out=3, kernel=1}}, [{maxPool2d {kernel=3, stride=1,"
            + " padding=1}}]]}, flatten, {linear {out=10}}]}";
    Finished trained = train("local[2]", "layers", model, "epochs=1");
    Finished evaluated =
        command.run("evaluate", "layers/model.safetensors", "--data", "idx:data", "--json");
    Finished inspected = command.run("inspect", "layers/model.safetensors");

    assertThat(evaluated.exitCode()).as(evaluated.error()).isZero();
    assertThat(evaluated.json().get("accuracy")).isEqualTo(trained.json().get("accuracy"));
    assertThat(inspected.output())
        .contains("layers, input 1 x 28 x 28, 10 classes", "\"name\":\"conv\"")
        .containsPattern("conv +Conv2d +8 x 12 x 12 +208 ")
        .containsPattern("2.concat +Concat +11 x 12 x 12 ");
  }

  @Test
  void namesAMissingModelClass() throws Exception {
    Finished refused = train("local[1]", "class", "model.name=com.acme.MyNet");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("model: Class com.acme.MyNet is not on the class path; add its jar")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("class")).doesNotExist();
  }

  @Test
  void helpsAndRefusesUnknownCommands() throws Exception {
    Finished help = command.run("--help");
    Finished trainHelp = command.run("train", "--help");
    Finished unknown = command.run("trian");

    assertThat(help.exitCode()).isZero();
    assertThat(help.output())
        .contains("train", "evaluate", "inspect", "5    run folder out of space", "75   stopped");
    assertThat(trainHelp.exitCode()).isZero();
    assertThat(trainHelp.output()).contains("--run=DIR", "key=value");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.error()).contains("trian");
  }
}
