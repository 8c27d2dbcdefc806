package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.convoy.config.binding.ConfigException;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.Test;

final class TestModels {
  @Test
  void hasAsManyOutputsAsTheDataHaveClasses() {
    assertThat(describe().architecture()).isEqualTo(new Architecture("lenet5", 4, 1, 28, 28));
    assertThat(describe("model.numClasses=4")).isEqualTo(describe());
  }

  @Test
  void refusesOtherNumbersOfClasses() {
    assertThatThrownBy(() -> describe("model.numClasses=10"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("model.numClasses = 10: the data at squares have 4 classes");
  }

  @Test
  void refusesSettingsForOtherNumbersOfClasses() {
    assertThatThrownBy(() -> describe("loss.classWeights=[1,2,3]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("loss.classWeights: must be one for each of 4 classes; they are 3");
  }

  /** The training has one mean, the images one channel. */
  @Test
  void knowsWhereColorsBecomeGray() {
    assertThat(turnsGray()).isFalse();
    assertThat(turnsGray("data.color=rgb")).isTrue();
    assertThat(turnsGray("data.color=rgb", "data.normalize={mean=[0.4,0.4,0.4],std=[0.3,0.3,0.3]}"))
        .isFalse();
  }

  private static boolean turnsGray(String... settings) {
    SmallTraining training = SmallTraining.of("local[1]", 16, settings);
    return Models.turnsGray(training.config(), training.datasets().train());
  }

  private static ModelDescription describe(String... settings) {
    SmallTraining training =
        SmallTraining.of("local[1]", 16, "model=null")
            .with(settings)
            .with(
                "data.transforms.train=[{resize {size = [28, 28]}}]",
                "data.transforms.validation=[{resize {size = [28, 28]}}]");
    return Models.describe(training.config(), training.datasets().train());
  }
}
