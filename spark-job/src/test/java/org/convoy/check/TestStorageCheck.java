package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestStorageCheck {
  private static final long MIB = 1 << 20;

  @TempDir private Path folder;

  private List<Finding> findings(long checkpointBytes, String... settings) {
    ConvoyConfig config =
        ConvoyConfig.parse("x.conf", "data.path = x, model.name = lenet5", List.of(settings));
    Configuration hadoop = new Configuration();
    RunFolder run = RunFolder.at(folder.resolve("runs/a").toString(), hadoop);
    return new StorageCheck(config, run, hadoop, checkpointBytes, MIB).findings();
  }

  @Test
  void countsWhatIsKeptAndWhatIsBeingWritten() {
    assertThat(findings(2 * MIB, "epochs=90"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.OK);
              assertThat(finding.text())
                  .endsWith(
                      "free; the run takes up to 11 MiB: 5 checkpoints of 2 MiB and a model of"
                          + " 1 MiB");
            });
    assertThat(findings(2 * MIB, "epochs=1").get(0).text())
        .endsWith("up to 3 MiB: 1 checkpoint of 2 MiB and a model of 1 MiB");
    assertThat(findings(2 * MIB, "epochs=1", "checkpoint.everyRounds=5").get(0).text())
        .endsWith("up to 11 MiB: 5 checkpoints of 2 MiB and a model of 1 MiB");
  }

  @Test
  void saysHowMuchIsMissing() {
    assertThat(findings(1L << 50, "epochs=90"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.level()).isEqualTo(Finding.Level.PROBLEM);
              assertThat(finding.text())
                  .startsWith(folder.resolve("runs/a") + " has ")
                  .contains(
                      " free; 5 checkpoints of 1048576.0 GiB and a model of 1 MiB take 5242880.0"
                          + " GiB: make room, give another folder with --run, or lower"
                          + " checkpoint.keepLast or checkpoint.keepBest");
            });
  }

  @Test
  void whatTheRunHasAlreadyNeedsNoRoomAgain() throws IOException {
    Files.createDirectories(folder.resolve("runs/a"));
    Files.write(folder.resolve("runs/a/model"), new byte[(int) (2 * MIB)]);

    assertThat(findings(2 * MIB, "epochs=1").get(0).level()).isEqualTo(Finding.Level.OK);
  }
}
