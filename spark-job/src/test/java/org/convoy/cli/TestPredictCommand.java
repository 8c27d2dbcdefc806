package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.convoy.nn.network.Network;
import org.convoy.run.RunFolder;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TestPredictCommand {
  private static final int SIDE = 28;
  private static final String CLASSES = "[\"zero\",\"one, or two\",\"three\"]";

  @TempDir private static Path folder;

  private Network network;

  /** What a command did. */
  @BeforeAll
  void writeModelAndImages() throws IOException {
    Architecture architecture = new Architecture("lenet5", 3, 1, SIDE, SIDE);
    network = Network.create(ModelZoo.configuration(architecture));
    network.initialize(5);
    write("model.safetensors", architecture, "[0.25]", "[0.5]");
    Files.createDirectories(folder.resolve("images/b/.cache"));
    for (String name : List.of("c.pgm", "b/2.PGM", "b/.cache/3.pgm", "a.pgm", "notes.txt")) {
      Files.write(folder.resolve("images").resolve(name), PnmEncoder.encode(noise(SIDE, name)));
    }

    Files.write(folder.resolve("large.pgm"), PnmEncoder.encode(noise(50, "large")));
    Files.writeString(folder.resolve("bad.jpg"), "no picture");
  }

  private void write(String name, Architecture architecture, String mean, String std)
      throws IOException {
    Map<String, String> metadata =
        Map.of(
            "convoy.model", architecture.toJson(),
            "convoy.classes", CLASSES,
            "convoy.normalize", "{\"mean\":%s,\"std\":%s}".formatted(mean, std));
    try (OutputStream output = Files.newOutputStream(folder.resolve(name))) {
      new Safetensors(StateDict.of(network.layout(), network.parameters()), metadata).write(output);
    }
  }

  private static Image noise(int side, String seed) {
    SplittableRandom random = new SplittableRandom(seed.hashCode());
    byte[] pixels = new byte[side * side];
    random.nextBytes(pixels);
    return new Image(side, side, 1, pixels);
  }

  private double[] probabilities(Image image, double mean, double std) {
    FloatBuffer input = network.input(1);
    for (byte pixel : image.pixels()) {
      input.put((float) (((pixel & 0xff) / 255.0 - mean) / std));
    }

    float[] logits = network.logits(1);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit);
    }

    double[] probabilities = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = Math.exp(logits[i]) / sum;
    }

    return probabilities;
  }

  private static Finished predict(String... arguments) {
    List<String> all = new ArrayList<>(List.of("predict"));
    all.addAll(List.of(arguments));
    return Finished.of(all.toArray(String[]::new));
  }

  private static Finished onSpark(String... arguments) {
    LocalSpark.set();
    try {
      return Finished.of(arguments);
    } finally {
      LocalSpark.clear();
    }
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void tellsPathClassAndProbability() {
    Finished one = predict(path("model.safetensors"), path("images/a.pgm"));

    double[] expected = probabilities(noise(SIDE, "a.pgm"), 0.25, 0.5);
    List<String> names = List.of("zero", "one, or two", "three");
    assertThat(one.exitCode()).as(one.error()).isZero();
    assertThat(one.lines()).hasSize(3);
    double before = 1;
    for (String line : one.lines()) {
      String[] fields = line.split("\t", -1);
      assertThat(fields).hasSize(3);
      assertThat(fields[0]).isEqualTo(path("images/a.pgm"));
      double probability = Double.parseDouble(fields[2]);
      assertThat(probability)
          .isLessThanOrEqualTo(before)
          .isCloseTo(expected[names.indexOf(fields[1])], within(1e-5));
      before = probability;
    }
  }

  @Test
  void searchesFoldersAndMatchesPatterns() {
    Finished below = predict(path("model.safetensors"), path("images"), "--top", "1");
    Finished uri =
        predict(
            path("model.safetensors"),
            folder.resolve("images/c.pgm").toUri().toString(),
            path("images/{a,c}*"),
            "--top=1");

    assertThat(below.exitCode()).as(below.error()).isZero();
    assertThat(firstFields(below))
        .containsExactly(path("images/a.pgm"), path("images/b/2.PGM"), path("images/c.pgm"));
    assertThat(firstFields(uri))
        .containsExactly(
            folder.resolve("images/c.pgm").toUri().toString(),
            path("images/a.pgm"),
            path("images/c.pgm"));
  }

  /** "a:b" could be a file system a; Hadoop's own patterns fail beside such a name. */
  @Test
  void aColonIsALetterOfANameAsAnyOther() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("10:30"));
    byte[] image = PnmEncoder.encode(noise(SIDE, "a.pgm"));
    Files.write(photos.resolve("a:1.pgm"), image);
    Files.write(photos.resolve("2026-01-01 10:11:12.pgm"), image);
    Path here = Files.write(Path.of("a:b%d.pgm".formatted(System.nanoTime())), image);

    try {
      Finished all =
          predict(
              path("model.safetensors"),
              here.toString(),
              here.toAbsolutePath().toString(),
              here.toAbsolutePath().toUri().toString(),
              photos.resolve("a:1.pgm").toString(),
              photos + "/*",
              photos.toString(),
              "--top=1");

      assertThat(all.exitCode()).as(all.error()).isZero();
      assertThat(firstFields(all))
          .containsExactly(
              here.toString(),
              here.toAbsolutePath().toString(),
              here.toAbsolutePath().toUri().toString(),
              photos.resolve("a:1.pgm").toString(),
              photos.resolve("2026-01-01 10:11:12.pgm").toString(),
              photos.resolve("a:1.pgm").toString(),
              photos.resolve("2026-01-01 10:11:12.pgm").toString(),
              photos.resolve("a:1.pgm").toString());
    } finally {
      Files.delete(here);
    }
  }

  @Test
  void whatIsSkippedIsCountedAndPatternsMatchNothingHidden() {
    Finished below = predict(path("model.safetensors"), path("images"));
    Finished hidden = predict(path("model.safetensors"), path("images/b/*"), "--top=1");
    Finished asked = predict(path("model.safetensors"), path("images/b/.c*"), "--top=1");

    assertThat(below.error())
        .contains(
            "convoy: %s: 1 file is hidden and skipped, such as b/.cache/3.pgm"
                .formatted(path("images")),
            "convoy: %s: 1 file is not named like images and skipped, such as notes.txt"
                .formatted(path("images")));
    assertThat(firstFields(hidden)).containsExactly(path("images/b/2.PGM"));
    assertThat(firstFields(asked)).containsExactly(path("images/b/.cache/3.pgm"));
  }

  @Test
  void takesACheckpointOrAPointerToOne() throws IOException {
    Path run = folder.resolve("run");
    Path checkpoint = run.resolve("checkpoints/epoch-00001-round-000000");
    String config =
        "data {path = /unused, normalize {mean = [0.25], std = [0.5]}}, model.numClasses = 3";
    RunFolder.at(run.toString(), new Configuration())
        .begin(ConvoyConfig.parse("test.conf", config, List.of()), Map.of());
    Files.createDirectories(checkpoint);
    Files.copy(folder.resolve("model.safetensors"), checkpoint.resolve("model.safetensors"));
    Files.writeString(run.resolve("checkpoints/best"), "epoch-00001-round-000000\n");
    Finished expected = predict(path("model.safetensors"), path("images/a.pgm"));

    for (String model : List.of("checkpoints/best", "checkpoints/epoch-00001-round-000000")) {
      Finished found = predict(run.resolve(model).toString(), path("images/a.pgm"));

      assertThat(found.exitCode()).as(found.error()).isZero();
      assertThat(found.output()).isEqualTo(expected.output());
    }
  }

  private static List<String> firstFields(Finished finished) {
    return finished.lines().stream().map(line -> line.split("\t", -1)[0]).toList();
  }

  @Test
  void imagesOfAnotherSizeAreResized() {
    Finished large = predict(path("model.safetensors"), path("large.pgm"));

    assertThat(large.exitCode()).as(large.error()).isZero();
    assertThat(large.lines()).hasSize(3);
  }

  @Test
  void badImagesDoNotStopTheOthers() throws IOException {
    Finished some =
        predict(
            path("model.safetensors"),
            path("no.jpg"),
            path("images/a.pgm"),
            path("bad.jpg"),
            path("images/c.pgm"),
            path("images/*.bmp"),
            "--json");

    assertThat(some.exitCode()).isEqualTo(4);
    assertThat(some.lines()).hasSize(6);
    assertThat(some.json(0).get("image").asText()).isEqualTo(path("no.jpg"));
    assertThat(some.json(0).get("problem").asText())
        .isEqualTo("expected an image file or folder, found nothing");
    assertThat(some.json(1).get("classes")).hasSize(3);
    assertThat(some.json(1).at("/classes/0").fieldNames())
        .toIterable()
        .containsExactly("label", "name", "probability");
    assertThat(some.json(2).get("problem").asText()).startsWith("expected an image, found ");
    assertThat(some.json(3).get("image").asText()).isEqualTo(path("images/c.pgm"));
    assertThat(some.json(5).toString()).isEqualTo("{\"predicted\":2,\"failed\":3,\"out\":null}");
    assertThat(some.error())
        .contains("convoy: %s: expected an image, found ".formatted(path("bad.jpg")))
        .contains("convoy: %s: expected an image file or folder".formatted(path("images/*.bmp")))
        .doesNotContain("\tat ");
  }

  @Test
  void writesCsv() throws IOException {
    String out = folder.resolve("csv/new.csv").toUri().toString();
    Finished written =
        predict(path("model.safetensors"), path("images/a.pgm"), path("bad.jpg"), "--out", out);

    assertThat(written.exitCode()).isEqualTo(4);
    assertThat(written.output())
        .isEqualToIgnoringNewLines("Written %s: 1 images, and the problems of 1\n".formatted(out));
    List<String> lines = Files.readAllLines(folder.resolve("csv/new.csv"), UTF_8);
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).isEqualTo("image,rank,label,class,probability,problem");
    assertThat(lines.get(1)).startsWith(path("images/a.pgm") + ",1,");
    assertThat(lines).anyMatch(line -> line.contains(",1,\"one, or two\",0."));
    assertThat(lines.get(4)).startsWith(path("bad.jpg") + ",,,,,");
    assertThat(folder.resolve("csv").toFile().list()).containsExactly("new.csv");
  }

  @Test
  void settingsWinOverTheModel() {
    Finished told =
        predict(
            path("model.safetensors"),
            path("images/a.pgm"),
            "--top=1",
            "data.normalize.mean=[0.1]",
            "data.normalize.std=[0.2]",
            "data.classes=[three, zero, \"one, or two\"]");

    double[] expected = probabilities(noise(SIDE, "a.pgm"), 0.1, 0.2);
    String[] fields = told.lines().get(0).split("\t", -1);
    assertThat(told.exitCode()).as(told.error()).isZero();
    assertThat(Double.parseDouble(fields[2]))
        .isCloseTo(
            expected[List.of("zero", "one, or two", "three").indexOf(fields[1])], within(1e-5));
  }

  @Test
  void refusesWhatDoesNotFit() {
    String model = path("model.safetensors");
    String image = path("images/a.pgm");
    Finished none = predict(model, "data.normalize.mean=[0.1]");
    Finished top = predict(model, image, "--top", "0");
    Finished classes = predict(model, image, "data.classes=[a, b]");
    Finished others = predict(model, image, "data.classes=[x, y, z]");
    Finished channels =
        predict(model, image, "data.normalize.mean=[0,0,0]", "data.normalize.std=[1,1,1]");
    Finished place = predict(model, image, "--out", path("bad.jpg") + "/x.csv");
    Finished weights = predict(path("none.safetensors"), image);

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.error()).contains("Missing IMAGE_OR_DIR");
    assertThat(top.exitCode()).isEqualTo(2);
    assertThat(top.error()).contains("--top must be at least 1, not 0");
    assertThat(classes.exitCode()).isEqualTo(2);
    assertThat(classes.error()).contains("data.classes: 2 names for a network of 3 classes");
    assertThat(others.exitCode()).isEqualTo(2);
    assertThat(others.error())
        .contains("data.classes: the model's classes are zero, one, or two, three, not x, y, z");
    assertThat(channels.exitCode()).isEqualTo(2);
    assertThat(channels.error())
        .contains("data.normalize: 3 means and stds for images of 1 channels");
    assertThat(place.exitCode()).isEqualTo(2);
    assertThat(place.error()).contains("bad.jpg/x.csv cannot be written");
    assertThat(weights.exitCode()).isEqualTo(2);
    assertThat(weights.error()).contains("none.safetensors cannot be read");
  }

  /** Weights that are finite, and nothing else: there is no answer, and none is given. */
  @Test
  void outputsThatAreNotFiniteAreNoAnswer() throws IOException {
    float[] huge = network.parameters();
    for (int i = 0; i < huge.length; i++) {
      huge[i] *= 1e30f;
    }

    Map<String, String> metadata =
        new HashMap<>(Safetensors.read(folder.resolve("model.safetensors")).metadata());
    metadata.put("convoy.transforms", "[{\"name\":\"resize\",\"arguments\":{\"size\":[28,28]}}]");
    try (OutputStream output = Files.newOutputStream(folder.resolve("huge.safetensors"))) {
      new Safetensors(StateDict.of(network.layout(), huge), metadata).write(output);
    }

    for (String name : List.of("zero", "one, or two", "three")) {
      Path images = Files.createDirectories(folder.resolve("set/test").resolve(name));
      Files.write(images.resolve("1.pgm"), PnmEncoder.encode(noise(SIDE, name)));
    }

    String model = path("huge.safetensors");
    String image = path("images/a.pgm");
    String picture = path("picture.png");
    List<Finished> all =
        List.of(
            Finished.of("predict", model, image),
            Finished.of("features", model, image, "--layer", "conv1", "--out", picture),
            Finished.of(
                "features", model, image, "--layer", "conv1", "--gradient", "--out", picture),
            onSpark("evaluate", model, "--data", path("set")));

    for (Finished finished : all) {
      assertThat(finished.exitCode()).as(finished.error()).isEqualTo(4);
      assertThat(finished.error())
          .startsWith("convoy: the model: expected finite outputs, found ")
          .endsWith(
              "Its weights are too large for float32: train it with a smaller learning rate.\n");
    }

    assertThat(Path.of(picture)).doesNotExist();
  }

  @Test
  void manyImagesAreClassifiedBySparkAsFewAreHere() throws IOException {
    Path many = Files.createDirectories(folder.resolve("many"));
    for (int i = 0; i < PredictCommand.SPARK_FROM; i++) {
      String name = "%03d.pgm".formatted(i);
      Files.write(many.resolve(name), PnmEncoder.encode(noise(SIDE, name)));
    }

    Files.writeString(many.resolve("100.pgm"), "no picture");
    Finished here = predict(path("model.safetensors"), path("many/0*"), "--top=2");
    Finished distributed = onSpark("predict", path("model.safetensors"), path("many"), "--top=2");

    assertThat(here.exitCode()).as(here.error()).isZero();
    assertThat(distributed.exitCode()).as(distributed.error()).isEqualTo(4);
    assertThat(distributed.error()).contains("convoy: " + path("many/100.pgm") + ": expected");
    assertThat(distributed.lines()).hasSize(2 * (PredictCommand.SPARK_FROM - 1));
    assertThat(distributed.lines().subList(0, 200)).isEqualTo(here.lines());
  }
}
