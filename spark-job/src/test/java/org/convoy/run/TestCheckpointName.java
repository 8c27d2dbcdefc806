package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.convoy.state.ModelState;
import org.convoy.state.SynchronizedState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCheckpointName {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "fa-IR", "ar-EG"})
  void isTheSameInAllLanguages(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    CheckpointName name = new CheckpointName(12, 3456);

    assertThat(name).hasToString("epoch-00012-round-003456");
    assertThat(CheckpointName.parse(name.toString())).contains(name);
  }

  @Test
  void tensorsOfWorkersAreTheSameInAllLanguages() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));

    assertThat(
            Checkpoints.syncVectors(
                new SynchronizedState(
                    new ModelState(new float[0], new float[0]), List.of(new float[2]), Map.of())))
        .containsOnlyKeys("outer.momentum", "worker.0.optimizer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "last", "epoch-1-round-000001", "epoch-00001-round-000001.tmp"})
  void isNothingElse(String text) {
    assertThat(CheckpointName.parse(text)).isEmpty();
  }
}
