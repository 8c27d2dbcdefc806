package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.ConvoyConfig.Difference;
import org.convoy.run.file.RunException;
import org.convoy.state.EpochMetrics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestRunFolder {
  private static final ConvoyConfig CONFIG = config();
  private static final Map<String, String> DATA = Map.of("train", "aa", "validation", "bb");

  @TempDir private Path folder;
  private RunFolder run;

  @BeforeEach
  void open() {
    run = RunFolder.at(folder.resolve("run").toString(), new Configuration());
  }

  private static ConvoyConfig config(String... overrides) {
    return ConvoyConfig.parse("test.conf", "data.path = /data", List.of(overrides));
  }

  @Test
  void remembersTheResolvedConfig() {
    assertThat(run.exists()).isFalse();

    run.begin(CONFIG, DATA);

    assertThat(run.exists()).isTrue();
    assertThat(run.config(List.of())).isEqualTo(CONFIG);
    assertThat(run.config(List.of("epochs=3")).epochs()).isEqualTo(3);
    assertThat(run.location()).isEqualTo(folder.resolve("run").toString());
    assertThat(run.result()).isEmpty();
  }

  @Test
  void probingLeavesNothing() {
    RunFolder deep = RunFolder.at(folder.resolve("a/b/run").toString(), new Configuration());

    deep.probe();

    assertThat(folder).isEmptyDirectory();
    run.begin(CONFIG, DATA);
    run.probe();
    assertThat(folder.resolve("run")).isDirectoryNotContaining("glob:**probe*");
  }

  @Test
  void probingSaysWhyAFolderCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("run"), "a file in the way");

    assertThatThrownBy(run::probe)
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("run folder " + run.location() + " cannot be written: ");
  }

  @Test
  void continuesWithTheSameConfigAndData() {
    run.begin(CONFIG, DATA);

    assertThatCode(() -> run.begin(config(), DATA)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherConfigNamingTheKeys() {
    run.begin(CONFIG, DATA);

    assertThatThrownBy(() -> run.begin(config("epochs=3", "sync.every=7"), DATA))
        .isInstanceOf(RunException.class)
        .hasMessage(
            """
            run folder %s was begun with another config:
              epochs: 10 instead of 3
              sync.every: 10 instead of 7
            Continue it as it was, or give another folder with --run."""
                .formatted(run.location()));
  }

  @Test
  void refusesOtherDataNamingTheSplit() {
    run.begin(CONFIG, DATA);

    assertThatThrownBy(() -> run.begin(CONFIG, Map.of("train", "cc", "validation", "bb")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with other data:")
        .hasMessageContaining("train data: aa, now cc");
  }

  @Test
  void saysWhichDifferencesCanBeOverridden() {
    run.begin(CONFIG, DATA);

    assertThatThrownBy(() -> run.begin(config("epochs=30", "checkpoint.keepBest=2"), DATA))
        .isInstanceOf(RunException.class)
        .hasMessageEndingWith(
            "Continue it as it was, continue it with these values by --override, or give another"
                + " folder with --run.");
  }

  @Test
  void goesOnWithWhatDoesNotChangeThePast() throws Exception {
    run.begin(CONFIG, DATA);
    ConvoyConfig more = config("epochs=30", "earlyStopping.patience=3", "data.path=/moved");

    assertThat(run.beginOrChange(more, DATA))
        .extracting(Difference::key)
        .containsExactly(
            "epochs",
            "data.path",
            "earlyStopping.patience",
            "earlyStopping.metric",
            "earlyStopping.minDelta");

    assertThat(run.config(List.of())).isEqualTo(more);
    assertThat(Files.readAllLines(folder.resolve("run/changes.jsonl")))
        .hasSize(5)
        .first()
        .isEqualTo("{\"from\":\"start\",\"key\":\"epochs\",\"before\":\"10\",\"after\":\"30\"}");
    assertThat(run.beginOrChange(more, DATA)).isEmpty();
    assertThat(run.beginOrChange(config("epochs=31", "earlyStopping.patience=3"), DATA)).hasSize(2);
    assertThat(Files.readAllLines(folder.resolve("run/changes.jsonl"))).hasSize(7);
  }

  @Test
  void beginsARunThatIsNoneYetAlsoWithOverride() {
    assertThat(run.beginOrChange(CONFIG, DATA)).isEmpty();

    assertThat(run.config(List.of())).isEqualTo(CONFIG);
  }

  @Test
  void refusesToChangeThePastNamingTheKeys() {
    run.begin(CONFIG, DATA);

    assertThatThrownBy(
            () -> run.beginOrChange(config("epochs=30", "sync.every=7", "batchSize=8"), DATA))
        .isInstanceOf(RunException.class)
        .hasMessage(
            """
            run folder %s cannot go on with another value of
              batchSize: 64 instead of 8
              sync.every: 10 instead of 7
            What was trained so far depends on it, and --override does not change the past.\
             Continue the run as it was, or give another folder with --run."""
                .formatted(run.location()));
    assertThatThrownBy(() -> run.beginOrChange(config("epochs=30"), Map.of("train", "cc")))
        .hasMessageContaining("was begun with other data:");
    assertThat(run.config(List.of())).isEqualTo(CONFIG);
  }

  @Test
  void refusesFewerEpochsThanThereAre() throws Exception {
    run.begin(CONFIG, DATA);
    Files.createDirectories(folder.resolve("run/checkpoints/epoch-00004-round-000003"));

    assertThatThrownBy(() -> run.beginOrChange(config("epochs=4"), DATA))
        .isInstanceOf(RunException.class)
        .hasMessage("epochs = 4: run folder %s has 5 epochs already".formatted(run.location()));
    assertThat(run.beginOrChange(config("epochs=5"), DATA)).hasSize(1);
  }

  @Test
  void refusesOtherRoundsWithinAnEpoch() throws Exception {
    String[] growing = {"sync.postLocal.fraction=0.5", "epochs=20"};
    run.begin(config(growing[0]), DATA);
    Files.createDirectories(folder.resolve("run/checkpoints/epoch-00004-round-000003"));

    assertThatThrownBy(() -> run.beginOrChange(config(growing), DATA))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith(
            "epochs = 20: with sync.postLocal.fraction or sync.qsr the rounds depend on it, and");

    Files.createDirectories(folder.resolve("run/checkpoints/epoch-00005-round-000000"));
    assertThat(run.beginOrChange(config(growing), DATA)).hasSize(1);
  }

  @Test
  void aChangedRunIsNotFinishedAnyMore() throws Exception {
    run.begin(CONFIG, DATA);
    Path result = folder.resolve("run/result.json");
    Files.writeString(
        result,
        "{\"run\":\"r\",\"epochs\":10,\"accuracy\":1,\"loss\":0,\"imagesPerSecond\":1,"
            + "\"weightsSha256\":\"ab\"}");

    assertThatThrownBy(() -> run.beginOrChange(config("epochs=30"), DATA))
        .hasMessage(
            "run folder %s is finished and has no checkpoint any more to go on from"
                .formatted(run.location()));
    assertThat(run.result()).isPresent();

    Files.createDirectories(folder.resolve("run/checkpoints/epoch-00010-round-000000"));
    assertThat(run.result().orElseThrow().run())
        .as("where it is, wherever it was copied from")
        .isEqualTo(run.location());
    run.beginOrChange(config("epochs=30"), DATA);
    assertThat(run.result()).isEmpty();
  }

  @Test
  void writesOneLineAnEpoch() throws Exception {
    EpochMetrics first =
        new EpochMetrics(0, 0.1, 1.5, 0.5, 1.25, 0.5, 100, 2, 0.5, 3, null, null, null, null);
    run.writeMetrics(List.of(first));
    run.writeMetrics(
        List.of(
            first,
            new EpochMetrics(1, 0.05, 1, 0.75, 1, 0.75, 100, 2, 0.5, 3, null, null, null, null)));

    assertThat(Files.readAllLines(folder.resolve("run/metrics.jsonl")))
        .hasSize(2)
        .first()
        .isEqualTo(
            "{\"epoch\":1,\"learningRate\":0.1,\"trainLoss\":1.5,\"trainAccuracy\":0.5,"
                + "\"validationLoss\":1.25,\"validationAccuracy\":0.5,"
                + "\"imagesPerSecond\":100.0,\"seconds\":2.0,\"dataSeconds\":0.5,\"trainSeconds\":3.0}");
  }

  @Test
  void saysWhenItCannotBeWritten() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    RunFolder inside = RunFolder.at(file.resolve("run").toString(), new Configuration());

    assertThatThrownBy(() -> inside.begin(CONFIG, DATA))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("run folder " + inside.location() + " cannot be ");
  }

  @Test
  void refusesAFileSystemThatIsNone() {
    assertThatThrownBy(() -> RunFolder.at("nosuch://host/run", new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("run folder nosuch://host/run: ");
  }

  @Test
  void hasNoModelBeforeTheFirstCheckpoint() {
    run.begin(CONFIG, DATA);

    assertThatThrownBy(() -> run.model(new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessage("run folder " + run.location() + " has no model yet");
  }

  @Test
  void anEmptyPathIsNone() {
    assertThatThrownBy(() -> RunFolder.at("", new Configuration()))
        .isInstanceOf(RunException.class)
        .hasMessage("run folder : the path is empty");
  }

  /** Waiting for minutes would not make it a file. */
  @Test
  void aFolderInThePlaceOfAFileIsToldAtOnce() throws IOException {
    run.begin(CONFIG, DATA);
    Files.createDirectories(folder.resolve("run/metrics.jsonl/x"));

    assertThatThrownBy(() -> run.patient(Duration.ofMinutes(10)).writeMetrics(List.of()))
        .isInstanceOf(RunException.class)
        .hasMessageStartingWith("run folder " + run.location() + " cannot be written: ");
  }

  @Test
  void aFifoIsNotWaitedFor() throws Exception {
    run.begin(CONFIG, DATA);
    Path fifo = folder.resolve("run/data.json");
    Files.delete(fifo);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> run.identities())
                .isInstanceOf(RunException.class)
                .hasMessage(
                    fifo
                        + " is a FIFO, a device or a socket, not a file: remove it, or name another"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "{\"epochs\":3}"})
  void aResultThatIsNoneIsRefused(String text) throws IOException {
    run.begin(CONFIG, DATA);
    Files.writeString(folder.resolve("run/result.json"), text);

    assertThatThrownBy(() -> run.result())
        .isInstanceOf(RunException.class)
        .hasMessage(
            "run folder %s has a result.json that is not a run's. Restore it, or delete result.json:"
                + " then the same command ends the run again, from its newest checkpoint.",
            run.location());
  }

  @Test
  void aFinishedRunHasItsModelAndConfig() throws IOException {
    run.begin(CONFIG, DATA);
    Files.writeString(folder.resolve("run/result.json"), "{\"weightsSha256\":\"ab\"}");

    assertThatThrownBy(() -> run.requireModel())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is finished, but its model.safetensors is gone");
    Files.createFile(folder.resolve("run/model.safetensors"));
    assertThatThrownBy(() -> run.requireModel()).hasMessageContaining("is empty");
    Files.delete(folder.resolve("run/config.conf"));
    assertThatThrownBy(() -> run.result())
        .isInstanceOf(RunException.class)
        .hasMessageContaining("has a result.json but no config.conf");
  }
}
