package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.convoy.config.binding.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings whose optimizer has parameter groups. */
class TestParameterGroupTraining {
  private static final String GROUPS =
      "optimizer.groups=[{match=[\"3.*\"],learningRateScale=0.1,weightDecay=0}]";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"sgd,average", "sgd,gradient", "adamw,average", "nadam,gradient"})
  void areThoseOfOneNetwork(String optimizer, String strategy) {
    SmallTraining training =
        SmallTraining.of(
            "local[1]",
            50,
            "workers=1",
            "optimizer.name=" + optimizer,
            "optimizer.learningRate=0.01",
            "sync.strategy=" + strategy,
            "schedule={name=one-cycle,cycleMomentum=true}",
            GROUPS);
    String weights =
        new SingleMachine(training.config(), training.datasets())
            .train(losses -> new Timetable(training.config(), 50).schedule(List.of()));

    String grouped = training.run(folder.resolve("grouped"), new TrainingListener() {});
    assertThat(grouped).isEqualTo(weights);
    assertThat(
            training
                .with("optimizer.groups=[]")
                .run(folder.resolve("plain"), new TrainingListener() {}))
        .isNotEqualTo(grouped);
  }

  @Test
  void patternsMustMatchTheNetwork() {
    SmallTraining training =
        SmallTraining.of("local[1]", 50, "optimizer.groups=[{match=[\"fc.*\"]}]");
    assertThatThrownBy(() -> Models.describe(training.config(), training.datasets().train()))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith(
            "optimizer.groups: No parameter matches \"fc.*\"; nearest are"
                + " [0.bias, 3.bias, 0.weight, 3.weight] (* stands for any characters)");
  }
}
