package org.convoy.cli.argument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.convoy.config.NormalizeConfig;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.ModelFile.Origin;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.Test;

final class TestModelArguments {
  private static ModelFile file(Origin origin, Double... mean) {
    List<Double> std = List.of(mean).stream().map(value -> 0.25).toList();
    return new ModelFile(
        "weights.pth",
        new ModelDescription(
            new Architecture("lenet5", 2, 1, 28, 28),
            List.of("cat", "dog"),
            List.of(),
            new NormalizeConfig(List.of(mean), std)),
        Map.of(),
        origin);
  }

  @Test
  void warnOfForeignWeightsWithoutNormalization() {
    assertThat(ModelArguments.unnormalized(file(Origin.FOREIGN), List.of("data.path=x")))
        .hasValueSatisfying(
            warning ->
                assertThat(warning)
                    .startsWith("Warning: weights.pth does not say how images are normalized")
                    .contains("give data.normalize.mean and data.normalize.std"));
  }

  @Test
  void takeASettingForAnAnswer() {
    assertThat(ModelArguments.unnormalized(file(Origin.FOREIGN), List.of("data.normalize.mean=[]")))
        .isEmpty();
    assertThat(ModelArguments.unnormalized(file(Origin.FOREIGN, 0.5), List.of())).isEmpty();
    assertThat(ModelArguments.unnormalized(file(Origin.CONVOY), List.of())).isEmpty();
  }
}
