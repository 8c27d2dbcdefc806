package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.layer.Role;
import org.convoy.train.config.Call;
import org.convoy.train.config.NormalizeConfig;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.ModelState;
import org.convoy.train.state.SyncState;
import org.convoy.train.state.Tally;
import org.convoy.train.state.Timing;
import org.convoy.train.state.TrainingState;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestCheckpoints {
  private static final ModelDescription DESCRIPTION =
      new ModelDescription(
          new Architecture("lenet5", 2, 1, 28, 28),
          List.of("cat", "dog"),
          List.of(new Call("resize", Map.of("size", 32))),
          new NormalizeConfig(List.of(0.5), List.of(0.25)));
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(List.of(new Segment("fc.weight", 0, 2, List.of(1, 2), Role.WEIGHT)));
  private static final EpochMetrics METRICS =
      new EpochMetrics(0, 0.1, 1.5, 0.5, 1.25, 0.6, 100, 2, 0.5, 3);

  @TempDir private Path folder;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() {
    checkpoints =
        RunFolder.at(folder.toString(), new Configuration()).checkpoints(DESCRIPTION, LAYOUT, 2);
  }

  private static TrainingState state(int epoch, int round) {
    return state(epoch, round, SyncState.NONE);
  }

  private static TrainingState state(int epoch, int round, SyncState sync) {
    return new TrainingState(
        epoch,
        round,
        new ModelState(new float[] {epoch, round}, new float[] {0.25f}),
        sync,
        new Tally(10, 12.5, 3),
        new Timing(1.5, 0.25, 2.5),
        List.of(METRICS));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> names = Files.list(folder.resolve("checkpoints"))) {
      return names.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private static void assertEqual(TrainingState actual, TrainingState expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void hasNoneAtFirst() {
    assertThat(checkpoints.newest()).isEmpty();
  }

  @Test
  void readsWhatWasWritten() {
    checkpoints.save(state(3, 17));

    assertEqual(checkpoints.newest().orElseThrow(), state(3, 17));
  }

  @Test
  void readsWhatAStrategyRemembers() {
    List<float[]> own = new ArrayList<>();
    for (int worker = 0; worker < 12; worker++) {
      own.add(new float[] {worker, -worker});
    }

    TrainingState slow = state(3, 17, new SyncState(new float[] {0.5f, -1e-30f}, List.of()));
    TrainingState local = state(3, 18, new SyncState(new float[0], own));

    checkpoints.save(slow);
    assertEqual(checkpoints.newest().orElseThrow(), slow);
    checkpoints.save(local);
    assertEqual(checkpoints.newest().orElseThrow(), local);
  }

  @Test
  void keepsTheNewest() throws IOException {
    checkpoints.save(state(0, 9));
    checkpoints.save(state(0, 10));
    checkpoints.save(state(1, 0));

    assertThat(names()).containsExactly("epoch-00000-round-000010", "epoch-00001-round-000000");
    assertEqual(checkpoints.newest().orElseThrow(), state(1, 0));
  }

  @Test
  void writesOverALeftOverTemporaryFolder() throws IOException {
    Path leftOver = folder.resolve("checkpoints/.tmp-epoch-00001-round-000000");
    Files.createDirectories(leftOver);
    Files.writeString(leftOver.resolve("model.safetensors"), "half", UTF_8);

    assertThat(checkpoints.newest()).isEmpty();
    checkpoints.save(state(1, 0));

    assertEqual(checkpoints.newest().orElseThrow(), state(1, 0));
    assertThat(names()).containsExactly("epoch-00001-round-000000");
  }

  @Test
  void takesTheOneBeforeADamagedOne() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(2, 0));
    damage("checkpoints/epoch-00002-round-000000", "optimizer.safetensors");

    assertEqual(checkpoints.newest().orElseThrow(), state(1, 0));
  }

  @Test
  void refusesToStartOverWhenAllAreDamaged() throws IOException {
    checkpoints.save(state(1, 0));
    damage("checkpoints/epoch-00001-round-000000", "state.json");

    assertThatThrownBy(() -> checkpoints.newest())
        .isInstanceOf(RunException.class)
        .hasMessageMatching(
            "no checkpoint in file:/.*/checkpoints is whole;"
                + " delete the folder to train from the start");
  }

  /** Replaces the content, and the checksum that Hadoop's local file system keeps beside it. */
  private void damage(String checkpoint, String name) throws IOException {
    Path file = folder.resolve(checkpoint).resolve(name);
    Files.delete(file.resolveSibling("." + name + ".crc"));
    byte[] content = Files.readAllBytes(file);
    content[content.length - 1] ^= 1;
    Files.write(file, content);
  }

  @Test
  void modelOfACheckpointIsSelfContained() {
    RunFolder run = RunFolder.at(folder.toString(), new Configuration());
    checkpoints.save(state(1, 0));

    ModelFile model = run.model(new Configuration());

    assertThat(model.description()).isEqualTo(DESCRIPTION);
    assertThat(model.parameters(LAYOUT)).containsExactly(1, 0);
  }
}
