package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.state.EpochMetrics;
import org.junit.jupiter.api.Test;

final class TestPlans {
  private static EpochMetrics metrics(int epoch, double loss, double accuracy) {
    return new EpochMetrics(epoch, 0.1, 9, 0.1, loss, accuracy, 100, 2, 0.5, 3);
  }

  /** From the history alone, so that a training that continues has the same learning rates. */
  @Test
  void plateausOfTheValidationLossOrAccuracy() {
    List<EpochMetrics> history = new ArrayList<>();
    history.add(metrics(0, 2.0, 0.5));
    history.add(metrics(1, 1.0, 0.4));

    assertThat(rate(history, "min")).isEqualTo(0.5);
    assertThat(rate(history, "max")).isEqualTo(0.25);
    history.add(metrics(2, 1.5, 0.6));
    assertThat(rate(history, "min")).isEqualTo(0.25);
    assertThat(rate(history, "max")).isEqualTo(0.25);
  }

  private static double rate(List<EpochMetrics> history, String mode) {
    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            """
            data.path = /data
            optimizer.learningRate = 0.5
            schedule { name = reduce-on-plateau, patience = 0, factor = 0.5, mode = %s }
            """
                .formatted(mode),
            List.of());
    EpochPlan plan = Plans.firstEpoch(config, 1000);
    return Plans.schedule(config, plan, history).learningRate((long) history.size() * plan.steps());
  }
}
