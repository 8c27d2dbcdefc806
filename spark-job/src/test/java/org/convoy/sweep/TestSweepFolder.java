package org.convoy.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.IncludedFiles;
import org.convoy.run.file.RunException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSweepFolder {
  @TempDir private Path path;
  private SweepFolder folder;

  @BeforeEach
  void open() {
    folder = SweepFolder.at(path.toString(), new Configuration());
  }

  private static SweepConfig sweep(String... overrides) {
    return SweepConfig.parse(
        "sweep.conf",
        "config = a, parameters { batchSize = [1, 2] }",
        List.of(overrides),
        IncludedFiles.LOCAL);
  }

  private static ConvoyConfig config(String... overrides) {
    return ConvoyConfig.parse(
        "a", "data.path = d, model { name = lenet5, numClasses = 10 }", List.of(overrides));
  }

  @Test
  void continuesTheSameSweep() {
    folder.begin(sweep(), config());

    assertThatCode(() -> folder.begin(sweep(), config())).doesNotThrowAnyException();
    assertThat(path.resolve("trial-001.conf")).exists();
  }

  @Test
  void refusesAnotherSweep() {
    folder.begin(sweep(), config());

    assertThatThrownBy(() -> folder.begin(sweep("seed=1"), config()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with another sweep: ")
        .hasMessageEndingWith("Give this one another folder with --out.");
  }

  /** Else results of the config as it was would be given out for those of the config as it is. */
  @Test
  void refusesAChangeOfTheConfigThatTrialsShare() {
    folder.begin(sweep(), config());

    assertThatThrownBy(() -> folder.begin(sweep(), config("optimizer.momentum=0.5")))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("was begun with another config: optimizer.momentum: ")
        .hasMessageContaining(" instead of 0.5. Give this one another folder with --out.");
  }

  @Test
  void refusesTheFolderOfARun() throws Exception {
    Files.writeString(path.resolve("config.conf"), "");

    assertThatThrownBy(() -> folder.begin(sweep(), config()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("is the folder of a run");
    assertThat(path.resolve("sweep.conf")).doesNotExist();
  }
}
