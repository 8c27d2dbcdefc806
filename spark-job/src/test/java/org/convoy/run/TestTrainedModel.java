package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.run.file.RunException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTrainedModel {
  private static final String NAME = "epoch-00002-round-000000";

  @TempDir private Path folder;
  private Path checkpoints;

  @BeforeEach
  void beginARun() throws IOException {
    RunFolder.at(folder.resolve("run").toString(), new Configuration())
        .begin(ConvoyConfig.parse("test.conf", "data.path = /data", List.of()), Map.of());
    checkpoints = folder.resolve("run/checkpoints");
    Files.createDirectories(checkpoints.resolve(NAME));
    Files.writeString(checkpoints.resolve("best"), NAME + "\n");
  }

  private static TrainedModel at(Path path) {
    return TrainedModel.at(path.toString(), new Configuration());
  }

  @Test
  void findsTheRunAndTheWeightsOfACheckpoint() {
    for (Path named : List.of(checkpoints.resolve("best"), checkpoints.resolve(NAME))) {
      TrainedModel found = at(named);

      assertThat(found.run().orElseThrow().location()).isEqualTo(folder.resolve("run").toString());
      assertThat(found.checkpoint()).contains("file:" + checkpoints.resolve(NAME));
    }
  }

  @Test
  void aRunIsItsFinalModelAndAWeightsFileBelongsToNone() throws IOException {
    Path weights = Files.writeString(folder.resolve("x.safetensors"), "short");

    assertThat(at(folder.resolve("run")).run()).isPresent();
    assertThat(at(folder.resolve("run")).checkpoint()).isEmpty();
    assertThat(at(weights).run()).isEmpty();
    assertThat(at(weights).checkpoint()).isEmpty();
    assertThat(at(folder.resolve("none")).run()).isEmpty();
  }

  @Test
  void refusesAPointerToNothing() throws IOException {
    Files.delete(checkpoints.resolve(NAME));

    assertThatThrownBy(() -> at(checkpoints.resolve("best")))
        .isInstanceOf(RunException.class)
        .hasMessage(
            "file:%s points to %s, which is not there"
                .formatted(checkpoints.resolve("best"), NAME));
  }
}
