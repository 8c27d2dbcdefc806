package org.convoy.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.run.RunFolder;
import org.convoy.state.RoundMetrics;
import org.convoy.train.SmallTraining;
import org.convoy.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRoundLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 100 images in batches of 8 for 2 workers: 7 rounds of a step. */
  private static final SmallTraining TRAINING =
      SmallTraining.of(
          "local[2]",
          100,
          "sync.every=1",
          "checkpoint.everyRounds=1",
          "tracking.tensorboard=false");

  private static final int ROUNDS = 7;

  @TempDir private Path folder;

  private RunFolder run() {
    return RunFolder.at(folder.toString(), new Configuration());
  }

  private void train(TrainingListener... others) {
    try (Tracking tracking =
        Tracking.of(TRAINING.config(), run(), TRAINING.model(), text -> text)) {
      TrainingListener[] all = new TrainingListener[others.length + 1];
      all[0] = tracking;
      System.arraycopy(others, 0, all, 1, others.length);
      TRAINING.run(folder, all);
    }
  }

  private List<JsonNode> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream().map(TestRoundLog::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  @Test
  void writesALineARound() throws IOException {
    train();

    List<JsonNode> rounds = lines("rounds/epoch-0002.jsonl");
    assertThat(rounds).hasSize(ROUNDS).allMatch(round -> round.path("epoch").asInt() == 2);
    assertThat(rounds)
        .extracting(round -> round.path("round").asInt())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, ROUNDS).boxed().toList());
    for (JsonNode round : rounds) {
      JsonNode seconds = round.path("seconds");
      double parts =
          List.of("data", "compute", "synchronisation", "checkpoint").stream()
              .mapToDouble(part -> seconds.path(part).asDouble())
              .sum();
      assertThat(parts).isCloseTo(seconds.path("wall").asDouble(), within(0.02));
      assertThat(round.path("workers")).hasSize(2);
      assertThat(round.path("workers").path(1).path("executor").asText()).isEqualTo("driver");
      assertThat(round.path("gradientNorm").asDouble()).isPositive();
    }
  }

  @Test
  void agreesWithTheEpochs() throws IOException {
    train();

    List<JsonNode> rounds = lines("rounds/epoch-0001.jsonl");
    JsonNode epoch = lines("metrics.jsonl").get(0);
    assertThat(epoch.path("epoch").asInt()).as("counted as on the console").isEqualTo(1);
    double images = rounds.stream().mapToDouble(round -> round.path("images").asDouble()).sum();
    double losses =
        rounds.stream()
            .mapToDouble(round -> round.path("images").asDouble() * round.path("loss").asDouble())
            .sum();
    assertThat(images).isEqualTo(100);
    assertThat(losses / images).isCloseTo(epoch.path("trainLoss").asDouble(), within(1e-6));
    JsonNode classes = lines("classes/epoch-0001.json").get(0);
    assertThat(classes.path("classes")).hasSize(4);
    assertThat(classes.path("classes").path(0).path("name").asText()).isEqualTo("0");
    double samples = 0;
    for (JsonNode cell : classes.path("confusion")) {
      samples += cell.path(2).asDouble();
    }

    assertThat(samples).isEqualTo(40);
  }

  @Test
  void goesOnWhereAKilledTrainingWas() throws IOException {
    assertThatThrownBy(() -> train(new Killer())).hasMessage("killed");
    assertThat(run().rounds(1)).hasSize(5);
    Path stale = folder.resolve("rounds/epoch-0003.jsonl");
    Files.writeString(stale, "of a run that came further\n");

    train();

    assertThat(run().rounds(1))
        .extracting(RoundMetrics::round)
        .containsExactlyElementsOf(IntStream.range(0, ROUNDS).boxed().toList());
    assertThat(run().rounds(0)).hasSize(ROUNDS);
    assertThat(stale).doesNotExist();
  }

  @Test
  void aTrainingDoesNotFailForIt() throws IOException {
    Files.writeString(folder.resolve("rounds"), "a file where the folder should be");

    train();

    assertThat(folder.resolve("result.json")).exists();
    assertThat(folder.resolve("metrics.jsonl")).exists();
  }
}
