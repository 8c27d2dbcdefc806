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
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.nn.layer.ParameterLayout;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.layer.Role;
import org.convoy.train.config.Call;
import org.convoy.train.config.CheckpointConfig;
import org.convoy.train.config.NormalizeConfig;
import org.convoy.train.state.EpochMetrics;
import org.convoy.train.state.Metric;
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
    checkpoints = keeping(2, 0, Metric.VALIDATION_ACCURACY);
  }

  private Checkpoints keeping(int last, int best, Metric metric) {
    return RunFolder.at(folder.toString(), new Configuration())
        .checkpoints(
            DESCRIPTION,
            LAYOUT,
            new CheckpointConfig(0, last, best, metric, Optional.empty(), 0),
            new Provenance(42, "ab12", Map.of("java", "17")));
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
        new Tally(10, 12.5, 10, 3),
        new Timing(1.5, 0.25, 2.5),
        List.of(METRICS));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve("checkpoints"))) {
      return paths
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
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

  /** States at the end of epochs of these validation accuracies. */
  private static TrainingState afterEpochs(double... accuracies) {
    List<EpochMetrics> history = new ArrayList<>();
    for (double accuracy : accuracies) {
      int epoch = history.size();
      history.add(
          new EpochMetrics(epoch, 0.1, 2 - epoch, 0.5, 1 - accuracy, accuracy, 100, 2, 1, 3));
    }

    TrainingState start = state(accuracies.length, 0);
    return new TrainingState(
        start.epoch(), 0, start.model(), start.sync(), Tally.EMPTY, Timing.ZERO, history);
  }

  private static String epoch(int finished) {
    return String.format("epoch-%05d-round-000000", finished);
  }

  private Path pointer(String name) {
    return folder.resolve("checkpoints").resolve(name);
  }

  @Test
  void keepsTheBestBesideTheNewestAndPointsToThem() throws IOException {
    checkpoints = keeping(1, 2, Metric.VALIDATION_ACCURACY);
    checkpoints.save(afterEpochs(0.5));
    checkpoints.save(afterEpochs(0.5, 0.9));
    checkpoints.save(afterEpochs(0.5, 0.9, 0.9));
    checkpoints.save(afterEpochs(0.5, 0.9, 0.9, 0.3));

    assertThat(names()).containsExactly(epoch(2), epoch(3), epoch(4));
    assertThat(pointer("last")).hasContent(epoch(4));
    assertThat(pointer("best")).hasContent(epoch(2));

    checkpoints.save(afterEpochs(0.5, 0.9, 0.9, 0.3, 0.95));

    assertThat(names()).containsExactly(epoch(2), epoch(5));
    assertThat(pointer("best")).hasContent(epoch(5));
  }

  @Test
  void takesAnotherMetricFromTheSameHistory() throws IOException {
    keeping(4, 1, Metric.VALIDATION_ACCURACY).save(afterEpochs(0.9));
    assertThat(pointer("best")).hasContent(epoch(1));

    keeping(4, 1, Metric.TRAIN_LOSS).save(afterEpochs(0.9, 0.5));
    assertThat(pointer("best")).hasContent(epoch(2));

    keeping(4, 0, Metric.TRAIN_LOSS).save(afterEpochs(0.9, 0.5, 0.4));
    assertThat(pointer("best")).doesNotExist();
  }

  @Test
  void checkpointsWithinAnEpochAreNeverTheBest() throws IOException {
    checkpoints = keeping(1, 3, Metric.VALIDATION_ACCURACY);
    checkpoints.save(state(0, 10));

    assertThat(pointer("last")).hasContent("epoch-00000-round-000010");
    assertThat(pointer("best")).doesNotExist();
  }

  @Test
  void resumingFinishesWhatAnInterruptedSaveHadNotDone() throws IOException {
    checkpoints = keeping(2, 1, Metric.VALIDATION_ACCURACY);
    checkpoints.save(afterEpochs(0.5));
    checkpoints.save(afterEpochs(0.5, 0.6));
    Files.delete(pointer("last"));
    Files.writeString(pointer("best"), epoch(1));
    Files.deleteIfExists(pointer(".best.crc"));
    Files.createDirectories(pointer(".tmp-epoch-00003-round-000000"));

    assertEqual(checkpoints.resume().orElseThrow(), afterEpochs(0.5, 0.6));

    assertThat(pointer("last")).hasContent(epoch(2));
    assertThat(pointer("best")).hasContent(epoch(2));
    assertThat(pointer(".tmp-epoch-00003-round-000000")).doesNotExist();
  }

  @Test
  void aDamagedCheckpointMakesWayForTheOnesThatFollow() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(3, 5));
    damage("checkpoints/epoch-00003-round-000005", "optimizer.safetensors");

    checkpoints.resume();

    assertThat(names()).containsExactly(epoch(1));
    assertThat(pointer("last")).hasContent(epoch(1));
  }

  @Test
  void notesWhatItComesFrom() throws IOException {
    checkpoints.save(state(3, 17));

    assertThat(pointer("epoch-00003-round-000017/state.json"))
        .content()
        .contains(
            "\"provenance\":{\"seed\":42,\"config\":\"ab12\",\"versions\":{\"java\":\"17\"}}");
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
