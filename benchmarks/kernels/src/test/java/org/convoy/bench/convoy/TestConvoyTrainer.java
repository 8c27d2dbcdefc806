package org.convoy.bench.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.convoy.bench.BenchmarkCase;
import org.convoy.nn.network.Network;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestConvoyTrainer {
  @ParameterizedTest
  @EnumSource
  void hasThePublishedNumberOfParametersAndLearns(BenchmarkCase benchmarkCase) {
    assumeTrue(
        ModelZoo.names().contains(benchmarkCase.caseName()), "The model zoo lacks the network");
    ConvoyTrainer trainer = new ConvoyTrainer(benchmarkCase, 2);
    float[] images = new float[2 * benchmarkCase.imageSize()];
    images[0] = 1;
    images[benchmarkCase.imageSize()] = -1;

    double before = trainer.step(images, new int[] {3, 8});
    double after = trainer.step(images, new int[] {3, 8});

    assertThat(trainer.parameterCount()).isEqualTo(benchmarkCase.parameterCount());
    assertThat(after).isLessThan(before);
  }

  @Test
  void aLinearClassifierFollowsTheLastMaxPooling() {
    Architecture lenet5 = new Architecture("lenet5", 10, 1, 28, 28);

    try (Network network =
        Network.create(
            ConvoyNetworks.withLinearClassifier(
                ModelZoo.configuration(lenet5), BenchmarkCase.LENET5))) {
      assertThat(network.layout().segments())
          .extracting(segment -> segment.name() + " " + segment.length())
          .containsExactlyInAnyOrder(
              "conv1.weight 150",
              "conv1.bias 6",
              "conv2.weight 2400",
              "conv2.bias 16",
              "classifier.weight 4000",
              "classifier.bias 10");
    }
  }
}
