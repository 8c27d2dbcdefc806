package org.convoy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.convoy.config.ConvoyConfig;
import org.convoy.train.SmallTraining;
import org.junit.jupiter.api.Test;

final class TestSettingsCheck {
  private static ConvoyConfig config(String... settings) {
    return ConvoyConfig.parse("a.conf", "data.path = /x, workers = 2", List.of(settings));
  }

  @Test
  void warnsOfEpochsOfAFewSteps() {
    assertThat(SettingsCheck.steps(config("batchSize=256"), 1142))
        .hasValue(
            "an epoch has only 3 steps: a step takes workers x batchSize = 2 x 256 of the 1,142"
                + " training images; with fewer workers or a smaller batchSize there are more"
                + " updates");
    assertThat(SettingsCheck.steps(config("batchSize=50"), 901)).isEmpty();
    assertThat(SettingsCheck.steps(config("batchSize=50", "data.dropLast=true"), 999)).isPresent();
  }

  @Test
  void warnsOfFewValidationImages() {
    assertThat(SettingsCheck.validation(40, 10))
        .hasValue(
            "there are only 40 validation images of 10 classes: one image more or less changes the"
                + " accuracy by 0.0250, by which the best epoch is chosen; set more aside with"
                + " data.validationFraction");
    assertThat(SettingsCheck.validation(50, 10)).isEmpty();
  }

  @Test
  void warnsOfAWarmUpThatIsNotOver() {
    assertThat(SettingsCheck.warmUp(config("epochs=1", "schedule.warmupEpochs=5")))
        .hasValue(
            "schedule.warmupEpochs = 5 is not below epochs = 1: the training is all warm-up, in which"
                + " the learning rate rises to optimizer.learningRate at its end; train longer or set"
                + " schedule.warmupEpochs lower");
    assertThat(SettingsCheck.warmUp(config("epochs=6", "schedule.warmupEpochs=5"))).isEmpty();
    assertThat(SettingsCheck.warmUp(config("epochs=1"))).isEmpty();
  }

  @Test
  void warnsWhereColorsBecomeGray() {
    SmallTraining training = SmallTraining.of("local[1]", 16, "data.color=rgb");

    assertThat(SettingsCheck.gray(training.config(), training.datasets().train()))
        .hasValue(
            "data.normalize has one mean and one std, so that the RGB images are turned gray; give"
                + " three of each, for example of convoy stats, or say data.color = gray");
    assertThat(SettingsCheck.gray(config("data.color=gray"), training.datasets().train()))
        .isEmpty();
  }
}
