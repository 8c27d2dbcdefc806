package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.RunSummary.State;
import org.convoy.run.file.RunException;
import org.convoy.run.lock.RunLock;
import org.convoy.state.EpochMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestRunList {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  private RunFolder begin(String name, String... settings) {
    RunFolder run = RunFolder.at(folder.resolve(name).toString(), HADOOP);
    run.begin(ConvoyConfig.parse("test.conf", "data.path = /data", List.of(settings)), Map.of());
    return run;
  }

  private RunFolder trained(RunFolder run, double... accuracies) {
    List<EpochMetrics> history = new ArrayList<>();
    for (double accuracy : accuracies) {
      history.add(
          new EpochMetrics(
              history.size(),
              0.1,
              1,
              0.5,
              1 - accuracy,
              accuracy,
              100,
              2,
              1,
              3,
              1.0,
              0.5,
              0.1,
              null));
    }

    run.writeMetrics(history);
    return run;
  }

  private List<RunSummary> summaries() {
    return RunList.in(List.of(folder.toString()), HADOOP).summaries();
  }

  private RunSummary only() {
    assertThat(summaries()).hasSize(1);
    return summaries().get(0);
  }

  @Test
  void tellsTheLastEpochAndTheFirstOfTheBestOnes() {
    trained(begin("run", "epochs=9"), 0.5, 0.75, 0.75, 0.25);

    RunSummary run = only();

    assertThat(run.run()).isEqualTo(folder.resolve("run").toString());
    assertThat(run.epochs()).isEqualTo(4);
    assertThat(run.epochsWanted()).isEqualTo(9);
    assertThat(run.accuracy()).isEqualTo(0.25);
    assertThat(run.loss()).isEqualTo(0.75);
    assertThat(run.bestAccuracy()).isEqualTo(0.75);
    assertThat(run.bestEpoch()).isEqualTo(2);
    assertThat(run.seconds()).isEqualTo(8);
  }

  @Test
  void aRunWithoutAnEpochHasNoMetrics() {
    begin("run");

    assertThat(only().accuracy()).isNull();
    assertThat(only().bestEpoch()).isNull();
    assertThat(only().epochs()).isZero();
  }

  @Test
  void tellsHowItsProcessEnded() throws IOException {
    begin("dead");
    begin("diverged").recordEnding(new Ending(3, "Training diverged", "", "now"));
    trained(begin("done"), 0.5);
    Files.writeString(folder.resolve("done/result.json"), "{}");
    begin("failed").recordEnding(new Ending(4, "no data", "", "now"));
    begin("stopped").recordEnding(new Ending(75, "stopped", "", "now"));

    assertThat(summaries())
        .extracting(RunSummary::state)
        .containsExactly(State.DEAD, State.DIVERGED, State.DONE, State.FAILED, State.STOPPED);
    assertThat(summaries())
        .extracting(RunSummary::message)
        .containsExactly(null, "Training diverged", null, "no data", "stopped");
  }

  @Test
  void runsAsLongAsItsProcessLives() throws IOException {
    RunFolder run = begin("run");
    try (RunLock lock = run.lock()) {
      run.acquire(lock, "");
      assertThat(only().state()).isEqualTo(State.RUNNING);
    }

    assertThat(only().state()).isEqualTo(State.DEAD);
  }

  @Test
  void namesWhatDiffers() {
    begin("a", "epochs=3", "batchSize=16");
    begin("b", "epochs=3", "batchSize=32", "workers=4");
    begin("c", "epochs=3", "batchSize=16");

    assertThat(summaries().get(0).settings())
        .containsExactly(entry("batchSize", "16"), entry("workers", "2"));
    assertThat(summaries().get(1).settings())
        .containsExactly(entry("batchSize", "32"), entry("workers", "4"));
    assertThat(summaries().get(2).settings()).isEqualTo(summaries().get(0).settings());
  }

  @Test
  void oneThatCannotBeReadDoesNotHideTheOthers() throws IOException {
    begin("good");
    Files.createDirectories(folder.resolve("bad"));
    Files.writeString(folder.resolve("bad/config.conf"), "{");
    trained(begin("torn"), 0.5);
    Files.writeString(folder.resolve("torn/metrics.jsonl"), "{\"epoch\":");
    Files.createDirectories(folder.resolve("no-run"));

    List<RunSummary> runs = summaries();

    assertThat(runs)
        .extracting(RunSummary::state)
        .containsExactly(State.UNREADABLE, State.DEAD, State.UNREADABLE);
    assertThat(runs.get(0).message()).contains("config.conf").doesNotContain("\n");
    assertThat(runs.get(2).message()).contains("metrics.jsonl cannot be read");
  }

  @Test
  void aRunFolderStandsForItself() {
    RunFolder run = begin("a");
    begin("b");

    assertThat(RunList.in(List.of(run.location()), HADOOP).summaries()).hasSize(1);
    assertThatThrownBy(() -> RunList.in(List.of(folder.resolve("none").toString()), HADOOP))
        .isInstanceOf(RunException.class)
        .hasMessage(folder.resolve("none") + " does not exist; name a folder of run folders");
  }
}
