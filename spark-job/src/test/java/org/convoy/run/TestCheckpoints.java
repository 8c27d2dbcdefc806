package org.convoy.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.common.Sha256;
import org.convoy.config.Call;
import org.convoy.config.CheckpointConfig;
import org.convoy.config.NormalizeConfig;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.parameter.Role;
import org.convoy.run.file.RunException;
import org.convoy.state.EpochMetrics;
import org.convoy.state.Metric;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.convoy.state.Tally;
import org.convoy.state.Timing;
import org.convoy.state.TrainingState;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TestCheckpoints {
  private static final ModelDescription DESCRIPTION =
      new ModelDescription(
          new Architecture("lenet5", 2, 1, 28, 28),
          List.of("cat", "dog"),
          List.of(new Call("resize", Map.of("size", 32))),
          new NormalizeConfig(List.of(0.5), List.of(0.25)));
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(List.of(new Segment("fc.weight", 0, 2, List.of(1, 2), Role.WEIGHT)));
  private static final String FORMAT_1 = "epoch-00001-round-000017";

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
    return state(epoch, round, List.of(), Map.of());
  }

  private static TrainingState state(
      int epoch, int round, List<float[]> own, Map<String, float[]> memory) {
    return new TrainingState(
        epoch,
        round,
        new SynchronizedState(
            new ModelState(new float[] {epoch, round}, new float[] {0.25f}), own, memory),
        new Tally(10, 12.5, 10, 3),
        new Timing(1.5, 0.25, 2.5),
        IntStream.range(0, epoch).mapToObj(TestCheckpoints::metrics).toList());
  }

  private static EpochMetrics metrics(int epoch) {
    return new EpochMetrics(
        epoch, 0.1, 1.5, 0.5, 1.25, 0.6, 100, 2, 0.5, 3, null, null, null, null);
  }

  private List<String> names() throws IOException {
    return names(folder.resolve("checkpoints"));
  }

  private static List<String> names(Path parent) throws IOException {
    try (Stream<Path> paths = Files.list(parent)) {
      return paths
          .filter(path -> Files.isDirectory(path) && !path.endsWith("quarantine"))
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

    TrainingState slow =
        state(3, 17, List.of(), Map.of("outer.momentum", new float[] {0.5f, -1e-30f}));
    TrainingState local = state(3, 18, own, Map.of());

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

  /** A changed bit is a sound number: only the sums show it. */
  @Test
  void aModelOfADamagedCheckpointIsRefused() throws IOException {
    checkpoints.save(state(1, 0));
    String checkpoint = "checkpoints/epoch-00001-round-000000";
    String model = folder.resolve(checkpoint).resolve("model.safetensors").toString();
    assertThat(ModelFile.read(model, new Configuration()).tensors()).isNotEmpty();
    damage(checkpoint, "model.safetensors");

    assertThatThrownBy(() -> ModelFile.read(model, new Configuration()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith(model + ": the file is damaged: ")
        .hasMessageContaining(" has SHA-256 ");
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
          new EpochMetrics(
              epoch,
              0.1,
              2 - epoch,
              0.5,
              1 - accuracy,
              accuracy,
              100,
              2,
              1,
              3,
              null,
              null,
              null,
              null));
    }

    TrainingState start = state(accuracies.length, 0);
    return new TrainingState(start.epoch(), 0, start.start(), Tally.EMPTY, Timing.ZERO, history);
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
    assertThat(names(pointer("quarantine"))).containsExactly("epoch-00003-round-000005");
    assertThat(pointer("quarantine/epoch-00003-round-000005/model.safetensors")).exists();
  }

  @Test
  void theQuarantineKeepsAllOfTheSameName() throws IOException {
    checkpoints.save(state(1, 0));
    for (int i = 0; i < 3; i++) {
      checkpoints.save(state(2, 0));
      Files.delete(pointer("epoch-00002-round-000000/model.safetensors"));
      assertEqual(checkpoints.resume().orElseThrow(), state(1, 0));
    }

    assertThat(names(pointer("quarantine")))
        .containsExactly(epoch(2), epoch(2) + "-2", epoch(2) + "-3");
  }

  @Test
  void savingDeletesNothingNewer() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(5, 0));
    checkpoints.save(state(2, 0));

    assertThat(names()).containsExactly(epoch(1), epoch(2), epoch(5));
    assertThat(pointer("last")).hasContent(epoch(2));
  }

  /** As after an upgrade: what the version before this format wrote, from its own code. */
  @Test
  void goesOnFromTheFormatBefore() throws IOException {
    placeFormat1();

    TrainingState old = checkpoints.resume().orElseThrow();

    assertEqual(
        old, state(1, 17, List.of(), Map.of("outer.momentum", new float[] {0.5f, -1e-30f})));
    checkpoints.save(state(2, 0));
    assertThat(names()).containsExactly(FORMAT_1, epoch(2));
    assertEqual(checkpoints.resume().orElseThrow(), state(2, 0));
  }

  /** As after a downgrade: of a version that knows one format less than the one that wrote it. */
  @Test
  void refusesTheFormatAfterAndLeavesItAlone() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(2, 0));
    edit(epoch(2), "\"format\":2", "\"format\":3");
    edit(epoch(2), "\"java\":\"17\"", "\"convoy\":\"0.9.0\"");
    sumAgain(epoch(2));

    assertThatThrownBy(() -> checkpoints.resume())
        .isInstanceOf(RunException.class)
        .hasMessageMatching(
            "checkpoint file:/.*/epoch-00002-round-000000 was written by Convoy 0\\.9\\.0 and cannot"
                + " be used by this version: has format 3, and this version reads 1 to 2\\. Continue"
                + " with that version, or move the checkpoint elsewhere to go on from the one before");
    assertThat(names()).containsExactly(epoch(1), epoch(2));
    assertThat(pointer("last")).hasContent(epoch(2));
    assertThat(pointer("quarantine")).doesNotExist();
  }

  @Test
  void whatIsWholeButNotUnderstoodIsNotDamaged() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(2, 0));
    edit(epoch(2), "\"tally\"", "\"tallies\"");
    sumAgain(epoch(2));

    assertThatThrownBy(() -> checkpoints.resume())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was written by another version and cannot be used by this version")
        .hasMessageContaining("tallies")
        .hasMessageNotContaining("\n");
    assertThat(names()).containsExactly(epoch(1), epoch(2));
  }

  @Test
  void theStateIsCoveredByTheHashes() throws IOException {
    checkpoints = keeping(1, 1, Metric.VALIDATION_ACCURACY);
    checkpoints.save(afterEpochs(0.5, 0.9));
    edit(epoch(2), "\"epoch\":2", "\"epoch\":-5");

    assertThatThrownBy(() -> checkpoints.resume())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no checkpoint in ");
    assertThat(names()).containsExactly(epoch(2));
    assertThat(pointer("best")).hasContent(epoch(2));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"epoch\":1,', '\"epoch\":-5,'",
    "'\"round\":17,', '\"round\":18,'",
    "'\"round\":17,', '\"round\":1e99,'",
    "'\"correct\":3', '\"correct\":11'",
    "'\"lossSum\":12.5', '\"lossSum\":\"NaN\"'",
    "'\"tally\":{', '\"tally\":null,\"no\":{'",
    "'\"history\":[{\"epoch\":0', '\"history\":[{\"epoch\":7'",
    "'\"sha256\":{', '\"sha256\":{}, \"no\":{'",
    "'\"format\":1', '\"format\":-1'",
    "'\"format\":1', '\"format\":2'",
    "'{\"format\":1', '[{\"format\":1'"
  })
  void anUncoveredStateMustMakeSense(String text, String other) throws IOException {
    placeFormat1();
    edit(FORMAT_1, text, other);

    assertThatThrownBy(() -> checkpoints.resume())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("no checkpoint in ");
    assertThat(names()).containsExactly(FORMAT_1);
  }

  private static Path resource(String name) {
    try {
      return Path.of(TestCheckpoints.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private void placeFormat1() throws IOException {
    Path source = resource("format-1/" + FORMAT_1);
    Path target = pointer(FORMAT_1);
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(source)) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private void edit(String checkpoint, String text, String other) throws IOException {
    Path file = pointer(checkpoint).resolve("state.json");
    String content = Files.readString(file);
    assertThat(content).contains(text);
    Files.deleteIfExists(file.resolveSibling(".state.json.crc"));
    Files.writeString(file, content.replace(text, other));
  }

  /** As a version would that wrote what the file says now. */
  private void sumAgain(String checkpoint) throws IOException {
    Path sums = pointer(checkpoint).resolve("SHA256SUMS");
    byte[] state = Files.readAllBytes(pointer(checkpoint).resolve("state.json"));
    String sum = Sha256.hex(state);
    Files.deleteIfExists(sums.resolveSibling(".SHA256SUMS.crc"));
    Files.writeString(
        sums, Files.readString(sums).replaceAll("[0-9a-f]{64}  state.json", sum + "  state.json"));
  }

  /** State that fits its sum, as a hand leaves it that edits both. */
  @Test
  void whateverStateSaysNothingIsLost() throws IOException {
    checkpoints.save(state(1, 0));
    checkpoints.save(state(2, 0));
    Path all = folder.resolve("checkpoints");
    Path newest = all.resolve(epoch(2));
    String sound = Files.readString(newest.resolve("state.json"));
    for (int seed = 0; seed < 500; seed++) {
      rewrite(newest, changed(sound, new SplittableRandom(seed)));
      try {
        assertThat(checkpoints.resume()).as("change %d", seed).isPresent();
      } catch (RunException e) {
        assertThat(e).as("change %d", seed).message().isNotBlank();
      }

      Path aside = all.resolve("quarantine").resolve(epoch(2));
      if (Files.exists(aside)) {
        Files.move(aside, newest);
      }

      assertThat(names()).as("change %d", seed).containsExactly(epoch(1), epoch(2));
    }

    rewrite(newest, sound);
    assertEqual(checkpoints.newest().orElseThrow(), state(2, 0));
  }

  private void rewrite(Path checkpoint, String state) throws IOException {
    Files.deleteIfExists(checkpoint.resolve(".state.json.crc"));
    Files.writeString(checkpoint.resolve("state.json"), state);
    sumAgain(checkpoint.getFileName().toString());
  }

  private static String changed(String text, SplittableRandom random) {
    List<String> words =
        List.of("-5", "1e400", "2147483648", "null", "NaN", "\"x\"", "[]", "{}", "true", "", "}");
    StringBuilder changed = new StringBuilder(text);
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      int from = random.nextInt(changed.length());
      int to = Math.min(changed.length(), from + random.nextInt(8));
      changed.replace(from, to, words.get(random.nextInt(words.size())));
    }

    return changed.toString();
  }

  /** People can check them by {@code sha256sum -c}. */
  @Test
  void writesTheSumsOfAllOtherFiles() throws IOException {
    checkpoints.save(state(1, 0));

    List<String> sums = Files.readAllLines(pointer(epoch(1)).resolve("SHA256SUMS"));

    assertThat(sums)
        .hasSize(3)
        .allSatisfy(
            line -> {
              byte[] content = Files.readAllBytes(pointer(epoch(1)).resolve(line.substring(66)));
              assertThat(line).startsWith(Sha256.hex(content) + "  ");
            });
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
