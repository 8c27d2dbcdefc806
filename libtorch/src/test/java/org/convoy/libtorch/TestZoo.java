package org.convoy.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network of each family, against oneDNN's kernels. */
class TestZoo {
  private static final int BATCH = 2;
  private static final int CLASSES = 10;

  @ParameterizedTest
  @CsvSource({
    "lenet5, 1, 28",
    "resnet20, 3, 32",
    "speedrun_cifar, 3, 32",
    "alexnet, 3, 64",
    "googlenet, 3, 64",
    "mobilenet_v2, 3, 64",
    "convnext_tiny, 3, 64",
    "densenet121, 3, 64",
    "efficientnet_b0, 3, 64",
    "efficientnet_v2_s, 3, 64",
    "inception_v3, 3, 139",
    "mnasnet0_5, 3, 64",
    "mobilenet_v3_large, 3, 64",
    "regnet_y_400mf, 3, 64",
    "resnext50_32x4d, 3, 64",
    "shufflenet_v2_x0_5, 3, 64",
    "squeezenet1_1, 3, 64"
  })
  void trainsAsWithOtherKernels(String name, int channels, int size) {
    Architecture architecture = new Architecture(name, CLASSES, channels, size, size);
    ComputationGraphConfiguration configuration = ModelZoo.configuration(architecture);
    float[] input = new float[BATCH * channels * size * size];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextDouble(-1, 1);
    }

    Answers expected = answers(configuration, Backend.ONEDNN, input);
    Answers actual = answers(configuration, Backend.LIBTORCH, input);
    assertThat(actual.loss()).isCloseTo(expected.loss(), Percentage.withPercentage(0.01));
    assertThat(difference(actual.parameters(), expected.parameters())).isLessThan(1e-4);
    assertThat(difference(actual.logits(), expected.logits())).isLessThan(1e-4);
    // A rectifier's input near zero falls on either side, which its gradient shows in full.
    assertThat(difference(actual.gradients(), expected.gradients())).isLessThan(0.05);
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Answers(double loss, float[] gradients, float[] parameters, float[] logits) {}

  private static Answers answers(
      ComputationGraphConfiguration configuration, Backend backend, float[] input) {
    try (Network network = Network.create(configuration, KernelChoice.of(backend))) {
      network.initialize(3);
      network.input(BATCH).put(input);
      double loss = network.computeGradients(new int[] {1, 7}, 5).loss();
      return new Answers(loss, network.gradients(), network.parameters(), network.logits(BATCH));
    }
  }

  /** The Euclidean norm of the difference, relative to that of what is expected. */
  private static double difference(float[] actual, float[] expected) {
    double differences = 0;
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      differences += Math.pow((double) actual[i] - expected[i], 2);
      sum += Math.pow(expected[i], 2);
    }

    return Math.sqrt(differences / sum);
  }
}
