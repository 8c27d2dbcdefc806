package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.Implementation;
import org.convoy.nn.network.ParameterLayout.Segment;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestPlanExecution {
  private static final Architecture LENET5 = new Architecture("lenet5", 10, 1, 28, 28);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32, 128, 256})
  void runsNoReferenceImplementations(int batchSize) {
    try (Network network = planned(ModelZoo.configuration(LENET5))) {
      assertThat(network.implementations(batchSize))
          .extracting(Implementation::layer)
          .contains("conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3");
      assertThat(network.implementations(batchSize)).noneMatch(Implementation::isReference);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 32})
  void gradientsAreThoseOfTheLayersOneByOne(int batchSize) {
    ComputationGraphConfiguration configuration = ModelZoo.configuration(LENET5);
    try (Network planned = planned(configuration);
        Network layered = Network.create(configuration, KernelChoice.of(Backend.ND4J))) {
      planned.initialize(3);
      layered.initialize(3);
      int[] labels = fill(planned, batchSize);
      fill(layered, batchSize);
      StepMetrics expected = layered.computeGradients(labels, 1);
      StepMetrics actual = planned.computeGradients(labels, 1);
      assertThat(actual.correct()).isEqualTo(expected.correct());
      for (Segment segment : planned.layout().segments()) {
        assertThat(relativeDifference(segment, layered.gradients(), planned.gradients()))
            .as(segment.name())
            .isLessThan(1e-4);
      }
    }
  }

  @Test
  void batchSizesShareMemoryWithoutDisturbingEachOther() {
    try (Network network = planned(ModelZoo.configuration(LENET5))) {
      network.initialize(3);
      network.computeGradients(fill(network, 3), 1);
      float[] first = network.gradients();
      network.computeGradients(fill(network, 64), 1);
      network.evaluate(fill(network, 20));
      network.computeGradients(fill(network, 3), 1);
      assertThat(network.gradients()).isEqualTo(first);
    }
  }

  private static double relativeDifference(Segment segment, float[] expected, float[] actual) {
    double largest = 0;
    double difference = 0;
    for (int i = segment.offset(); i < segment.offset() + segment.length(); i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs((double) expected[i] - actual[i]));
    }

    return difference / largest;
  }

  private static Network planned(ComputationGraphConfiguration configuration) {
    return Network.create(configuration, KernelChoice.of(Backend.ONEDNN));
  }

  private static int[] fill(Network network, int batchSize) {
    SplittableRandom random = new SplittableRandom(batchSize);
    float[] values =
        new float[network.inputShape().stream().reduce(batchSize, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }

    network.input(batchSize).put(values);
    return random.ints(batchSize, 0, network.classes()).toArray();
  }
}
