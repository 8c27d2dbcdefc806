package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.cli.console.Console;
import org.convoy.cli.process.ExitCode;
import org.convoy.cli.process.LazySpark;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.run.Ending;
import org.convoy.run.RunFolder;
import org.convoy.state.EpochMetrics;
import org.convoy.sweep.Outcome;
import org.convoy.sweep.SweepConfig;
import org.convoy.sweep.Trial;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a sweep that is continued makes of trials that were trained before; without Spark. */
final class TestTrialRunner {
  private static final String DIVERGED = "Training diverged in epoch 3, round 1.";

  @TempDir private Path folder;

  private static EpochMetrics epoch(int epoch, double accuracy) {
    return new EpochMetrics(epoch, 0.1, 1, 0.5, 1, accuracy, 100, 1, 0, 1, null, null, null, null);
  }

  private Outcome continued(int epochs) {
    Configuration hadoop = new Configuration();
    SweepConfig sweep =
        SweepConfig.parse(
            "sweep.conf", "config = a, parameters { seed = [1] }", List.of(), IncludedFiles.LOCAL);
    Trial trial = sweep.toTrials().get(0);
    RunFolder run = RunFolder.at(folder.resolve(trial.name()).toString(), hadoop);
    run.writeMetrics(List.of(epoch(0, 0.5), epoch(1, 0.25)));
    run.recordEnding(new Ending(Ending.DIVERGED, DIVERGED, "local-1", "2026-01-01T00:00:00Z"));
    ConvoyConfig config =
        ConvoyConfig.parse(
            "a", "epochs = 9, data.path = d, model { name = lenet5, numClasses = 10 }", List.of());
    try (LazySpark spark = new LazySpark();
        TrialRunner runner =
            new TrialRunner(
                Map.of(trial, config),
                sweep.objective(),
                unused -> run,
                1,
                spark,
                new StopRequest(),
                new Console())) {
      return runner.train(trial, epochs);
    }
  }

  /**
   * Else another trial would go on in its place, and the results would tell of the interruption.
   */
  @Test
  void aTrialThatDivergedLaterStillHasWhatItCameToBefore() {
    Outcome outcome = continued(2);

    assertThat(outcome.problem()).isNull();
    assertThat(outcome.value()).isEqualTo(0.5);
    assertThat(outcome.epochs()).isEqualTo(2);
  }

  @Test
  void oneThatDivergedIsNotTrainedAgain() {
    assertThat(continued(3).problem()).isEqualTo(DIVERGED);
    assertThat(continued(9).problem()).isEqualTo(DIVERGED);
  }

  /** Neither the person who wrote the file nor its reader gave anything on a command line. */
  @Test
  void aTrialThatCannotBeIsNamedWithItsSettings(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("base.conf"), "data.path = d, model.name = lenet5");
    Path sweep =
        Files.writeString(
            folder.resolve("sweep.conf"),
            "config = base.conf, method = grid, parameters { epochs = [1, -1] }");

    Finished refused = Finished.of("sweep", sweep.toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(refused.error())
        .contains("\n  trial-002 epochs=-1: epochs = -1: must be at least 1");
  }
}
