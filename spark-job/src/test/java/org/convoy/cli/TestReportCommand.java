package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.convoy.cli.process.ExitCode;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Reports of trained runs, whose classes have hostile names. */
@ExtendWith(LocalSpark.class)
final class TestReportCommand {
  private static final int SIDE = 12;
  private static final String CAT = "<script>cat<!--";

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    for (int i = 0; i < 120; i++) {
      String name =
          "%s/%s/%03d.ppm".formatted(i < 40 ? "train" : "test", i % 2 == 0 ? CAT : "dog", i);
      Path file = folder.resolve("data").resolve(name);
      Files.createDirectories(file.getParent());
      byte[] pixels = new byte[SIDE * SIDE * 3];
      new SplittableRandom(i).nextBytes(pixels);
      Files.write(file, PnmEncoder.encode(new Image(SIDE, SIDE, 3, pixels)));
    }

    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 2
        workers = 2
        batchSize = 4
        data { path = "%s", transforms.train = [randomHorizontalFlip, {resize {size = [12, 12]}}] }
        data.transforms.validation = [{resize {size = [12, 12]}}]
        model { layers = [{conv2d {out = 4, kernel = 3}}, relu, flatten, {linear {out = 2}}] }
        """
            .formatted(folder.resolve("data")));
  }

  private String run(String name) {
    return folder.resolve(name).toString();
  }

  private Finished train(String name, String... settings) {
    return Finished.of(
            Stream.concat(
                    Stream.of("train", folder.resolve("small.conf").toString(), "--run", run(name)),
                    Stream.of(settings))
                .toList())
        .successful();
  }

  private static JsonNode dataOf(Path page) throws IOException {
    String html = Files.readString(page);
    String begin = "id=\"data\">";
    int from = html.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script", from)));
  }

  private List<Path> eventFiles(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name).resolve("tensorboard"))) {
      return files.toList();
    }
  }

  private JsonNode reported(String name, String... options) throws IOException {
    Finished.of(Stream.concat(Stream.of("report", run(name)), Stream.of(options)).toList())
        .successful();
    return dataOf(folder.resolve(name).resolve("report.html"));
  }

  @Test
  void saysWhatEvaluateSaysForAnyPartitions() throws IOException {
    train("a", "tracking.tensorboardDetails=true");
    train("b", "data.partitions=3");
    assertThat(eventFiles("a")).hasSize(2);
    assertThat(eventFiles("b")).hasSize(1);
    JsonNode evaluated =
        Finished.of("evaluate", run("a"), "--per-class", "--json").successful().json();

    JsonNode details = reported("a").path("details");
    JsonNode found = details.path("evaluation");

    for (String field : List.of("samples", "correct", "accuracy", "loss", "macroF1", "classes")) {
      assertThat(found.path(field)).as(field).isEqualTo(evaluated.path(field));
    }

    int wrong = found.path("samples").asInt() - found.path("correct").asInt();
    assertThat(wrong).isGreaterThan(25);
    assertThat(found.path("mistakes")).hasSize(25);
    assertThat(found.path("mistakes"))
        .isEqualTo(reported("b").path("details").path("evaluation").path("mistakes"));
    for (JsonNode mistake : found.path("mistakes")) {
      assertThat(mistake.path("picture").asText()).startsWith("data:image/png;base64,");
      assertThat(mistake.path("label")).isNotEqualTo(mistake.path("predicted"));
      assertThat(mistake.path("name").asText()).contains(mistake.path("label").asText());
    }

    assertThat(found.path("mistakes").findValues("heat")).hasSizeBetween(1, 5);
    assertThat(details.path("augmented")).hasSize(2);
    assertThat(details.path("augmented").get(0).path("label").asText()).isEqualTo(CAT);
    assertThat(details.path("augmented").get(0).path("pictures")).hasSize(6);
    assertThat(details.path("filters")).hasSize(4);
    assertThat(details.path("data").path("classes").get(0).path("images").asInt()).isEqualTo(20);
    assertThat(details.path("environment").path("spark").asText()).isNotEmpty();
  }

  @Test
  void needsNoDataWhereItIsToldSo() throws IOException {
    train("a", "tracking.report=none");
    Files.move(folder.resolve("data"), folder.resolve("moved"));

    Finished without = Finished.of("report", run("a"));
    assertThat(without.exitCode()).isEqualTo(ExitCode.DATA.number());
    assertThat(without.error()).contains(folder.resolve("data").toString());
    assertThat(folder.resolve("a/report.html")).doesNotExist();

    Finished intoFolder = Finished.of("report", run("a"), "--out", folder.toString());
    assertThat(intoFolder.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(intoFolder.error()).as("before the data are looked at").contains("it is a folder");

    JsonNode none = reported("a", "--no-data").path("details");
    assertThat(none.has("evaluation")).isFalse();
    assertThat(none.path("remarks").get(0).asText())
        .isEqualTo("The data were not looked at, as --no-data says.");
    assertThat(none.path("weightsSha256").asText()).hasSize(64);

    JsonNode moved = reported("a", "--data", folder.resolve("moved").toString()).path("details");
    assertThat(moved.path("evaluation").path("samples").asInt()).isEqualTo(80);
  }

  @Test
  void isWrittenAtTheEndOfATrainingWhichItDoesNotTouch() throws IOException {
    train("a", "epochs=1");
    JsonNode written = dataOf(folder.resolve("a/report.html")).path("details");
    assertThat(written.path("evaluation").path("samples").asInt()).isEqualTo(80);

    train("brief", "epochs=1", "tracking.report=brief");
    JsonNode brief = dataOf(folder.resolve("brief/report.html")).path("details");
    assertThat(brief.path("remarks").get(0).asText())
        .isEqualTo("The data were not looked at, as tracking.report = brief says.");

    Files.createDirectories(folder.resolve("blocked/report.html"));
    Finished blocked = train("blocked", "epochs=1");
    assertThat(blocked.output())
        .contains("Warning: report.html is not written: file " + run("blocked"))
        .contains("it is a folder");
    assertThat(weights("blocked")).isEqualTo(weights("a")).isEqualTo(weights("brief"));
  }

  private String weights(String name) throws IOException {
    Path result = folder.resolve(name).resolve("result.json");
    return new ObjectMapper().readTree(result.toFile()).path("weightsSha256").asText();
  }

  @Test
  void comparesRuns() throws IOException {
    train("runs/a", "epochs=1");
    train("runs/b", "epochs=1", "optimizer.learningRate=0.5");
    Path page = folder.resolve("both.html");

    Finished.of("report", run("runs"), "--out", page.toString()).successful();

    JsonNode data = dataOf(page);
    assertThat(data.path("runs")).hasSize(2);
    assertThat(data.path("runs").get(1).path("summary").path("settings").toString())
        .isEqualTo("{\"optimizer.learningRate\":\"0.5\"}");
    assertThat(data.has("details")).isFalse();

    Files.writeString(folder.resolve("runs/a/rounds/epoch-0001.jsonl"), "{\"epoch\": 1, \"lo");
    Finished.of("report", run("runs"), "--out", page.toString()).successful();

    assertThat(dataOf(page).path("runs").get(0).has("rounds")).as("a damaged file").isFalse();
    assertThat(dataOf(page).path("runs").get(1).path("rounds").path("points")).isNotEmpty();
    assertThat(dataOf(page).path("runs").get(0).path("history")).hasSize(1);
    Finished given = Finished.of("report", run("runs"), "--data", run("data"));
    assertThat(given.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(given.error()).contains("--data is for one run, and these are 2");
  }

  @Test
  void refusesWhatIsNoRun() {
    Finished none = Finished.of("report", run("data"));

    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(none.error()).isEqualTo("convoy: there is no run in " + run("data") + "\n");
  }
}
