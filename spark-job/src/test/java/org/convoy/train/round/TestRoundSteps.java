package org.convoy.train.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.schedule.ConstantLR;
import org.convoy.nn.schedule.OneCycleLR;
import org.junit.jupiter.api.Test;

final class TestRoundSteps {
  @Test
  void numbersStepsOverTheWholeTraining() {
    RoundSteps steps = RoundSteps.of(40, 3, step -> 1.0 / step);

    StepContext second = steps.context(1, 42, 0);

    assertThat(second.step()).isEqualTo(41);
    assertThat(second.learningRate()).isEqualTo(1.0 / 41);
    assertThat(steps.lastLearningRate()).isEqualTo(1.0 / 42);
  }

  @Test
  void momentumIsTheOptimizersUnlessTheScheduleSetsIt() {
    RoundSteps own = RoundSteps.of(0, 2, ConstantLR.of(0.1));
    RoundSteps cycled = RoundSteps.of(0, 2, OneCycleLR.of(0.1, 10).withMomentum(0.85, 0.95));

    assertThat(own.context(1, 42, 0).momentum()).isEmpty();
    assertThat(cycled.context(0, 42, 0).momentum()).hasValue(0.95);
  }

  @Test
  void everyStepOfEveryWorkerDrawsForItself() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      RoundSteps steps = RoundSteps.of(0, 50, step -> 0.1);
      for (int step = 0; step < 50; step++) {
        for (int worker = 0; worker < 8; worker++) {
          seeds.add(steps.context(step, seed, worker).seed());
        }
      }
    }

    assertThat(seeds).hasSize(3 * 50 * 8);
  }
}
