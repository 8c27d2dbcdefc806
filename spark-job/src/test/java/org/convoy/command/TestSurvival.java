package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.convoy.command.Command.Finished;
import org.convoy.command.Command.Running;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is killed again and again, each time the same command run again. */
final class TestSurvival {
  private static final int KILLS = 10;
  private static final int SIGKILL = 128 + 9;
  private static final String LAST_ROUND = "round-000008";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private Command command;

  private enum Moment {
    ROUND,
    CHECKPOINT_WRITE,
    VALIDATION
  }

  @BeforeEach
  void writeTheConfig() throws IOException {
    SmallDataset.write(folder.resolve("data"), 1000, 1000);
    Files.writeString(
        folder.resolve("small.conf"),
        """
        epochs = 20
        batchSize = 16
        data { path = data, normalize { mean = [0.3], std = [0.3] } }
        model { name = lenet5, numClasses = 10 }
        optimizer { name = adamw }
        sync { strategy = slowmo, every = 4 }
        checkpoint.everyRounds = 1
        """);
    command = new Command(folder);
  }

  private Running start(String run) throws IOException {
    return command.start(
        Map.of(), "train", "small.conf", "--master", "local[2]", "--run", run, "--json");
  }

  private static String weights(Finished training) {
    assertThat(training.exitCode()).as(training.error()).isZero();
    return training.json().get("weightsSha256").asText();
  }

  /** Each takes an epoch at most, so that there is something left to kill at the last. */
  @Test
  @Tag("slow")
  void tenKillsAtRandomMomentsDoNotChangeAByte() throws Exception {
    String reference = weights(start("reference").await());
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    List<String> kills = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Moment moment = Moment.values()[kill % Moment.values().length];
      kill(moment, Duration.ofMillis(random.nextInt(1, 80)), kills);
    }

    assertThat(weights(start("killed").await()))
        .as("weights after kills %s, by seed %d", kills, seed)
        .isEqualTo(reference);
  }

  private void kill(Moment moment, Duration delay, List<String> kills) throws Exception {
    String before = newest();
    Running training = start("killed");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> !training.process().isAlive() || isAt(moment, before));
    if (moment == Moment.ROUND) {
      await().pollDelay(delay).until(() -> true);
    }

    training.process().destroyForcibly();
    Finished end = training.await();
    kills.add("%s at %s".formatted(moment, newest()));
    assertThat(end.exitCode()).as("exit code after %s: %s", kills, end.error()).isEqualTo(SIGKILL);
  }

  private boolean isAt(Moment moment, String before) throws IOException {
    String newest = newest();
    boolean isFurther = newest.compareTo(before) > 0;
    return switch (moment) {
      case ROUND -> isFurther;
      case CHECKPOINT_WRITE -> isFurther && !names(".tmp-epoch").isEmpty();
      case VALIDATION -> isFurther && newest.endsWith(LAST_ROUND);
    };
  }

  private String newest() throws IOException {
    return names("epoch-").stream().max(String::compareTo).orElse("");
  }

  private List<String> names(String prefix) throws IOException {
    Path checkpoints = folder.resolve("killed/checkpoints");
    try (Stream<Path> paths = Files.list(checkpoints)) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
