package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.optimizer.AdamW;
import org.convoy.nn.optimizer.Clipping;
import org.convoy.nn.optimizer.ElementwiseOptimizer;
import org.convoy.nn.optimizer.Optimizer;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Regularization;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Safetensors;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TestFrozenParameters {
  private static final List<String> FROZEN =
      List.of("conv1.*", "bn1.*", "layer1.*", "layer2.0.conv1.weight");
  private static final float TOLERANCE = 1e-4f;

  static Stream<Arguments> goldenSteps() {
    return Stream.of(Backend.ONEDNN, Backend.ND4J)
        .flatMap(
            backend ->
                Stream.of(
                    Arguments.of("sgd", backend, Sgd.of(0.9, 0.01), 0.05),
                    Arguments.of("adamw", backend, new AdamW(0.9, 0.999, 1e-8, 0.1, false), 0.01)));
  }

  /** Files of src/test/python/golden_finetuning.py. */
  @ParameterizedTest
  @MethodSource("goldenSteps")
  void trainsTheOthersAsPyTorchDoes(
      String name, Backend backend, ElementwiseOptimizer optimizer, double learningRate)
      throws Exception {
    Safetensors golden = golden(name);
    Optimizer clipped = optimizer.with(Regularization.NONE, Clipping.byNorm(0.5));
    try (Network network =
            Network.create(HookedNetworks.residualNetwork(), KernelChoice.of(backend), FROZEN);
        OptimizerState state = OptimizerState.create(clipped, network.layout())) {
      float[] before = flat(network.layout(), golden, "before.");
      network.setParameters(before);
      train(network, golden, clipped, state, learningRate);

      float[] after = network.parameters();
      float[] expected = flat(network.layout(), golden, "after.");
      for (Segment segment : network.layout().segments()) {
        assertThat(values(segment, after))
            .as(segment.name())
            .containsExactly(values(segment, expected), within(TOLERANCE));
        if (network.layout().frozen().contains(segment.name())) {
          assertThat(values(segment, after)).as(segment.name()).isEqualTo(values(segment, before));
          assertThat(values(segment, state.values())).as(segment.name()).containsOnly(0);
        }
      }
    }
  }

  @Test
  void movesTheRunningStatisticsOfFrozenNorms() throws Exception {
    Safetensors golden = golden("sgd");

    assertThat(golden.tensor("after.bn1.running_mean"))
        .isNotEqualTo(golden.tensor("before.bn1.running_mean"));
    assertThat(golden.tensor("after.bn1.weight")).isEqualTo(golden.tensor("before.bn1.weight"));
  }

  @Test
  void runsNoBackwardPassBeforeWhatIsTrained() {
    try (Network network =
        Network.create(HookedNetworks.residualNetwork(), KernelChoice.of(Backend.ONEDNN), FROZEN)) {
      assertThat(network.implementations(2))
          .filteredOn(step -> step.pass().startsWith("backward"))
          .extracting(step -> step.layer())
          .contains("layer2.0.conv2", "layer2.0.bn1")
          .doesNotContain("conv1", "layer1.0.conv2", "layer1.0.bn2");
    }
  }

  @Test
  void namesTheNearestWhereNothingMatches() {
    ParameterLayout layout =
        ParameterLayout.of(ModelZoo.configuration(new Architecture("lenet5", 10, 1, 28, 28)));

    assertThatThrownBy(() -> FrozenParameters.freeze(layout, List.of("conv1.*", "covn2.weight")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "No parameter matches \"covn2.weight\"; nearest are [conv2.weight,");
    assertThatThrownBy(() -> FrozenParameters.freeze(layout, List.of("*")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[*] match all 10 parameters, which leaves nothing to train");
    assertThat(FrozenParameters.freeze(layout, List.of("fc?.*")).frozen())
        .containsExactlyInAnyOrder(
            "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias");
  }

  private static void train(
      Network network,
      Safetensors golden,
      Optimizer optimizer,
      OptimizerState state,
      double learningRate) {
    long[] labels = golden.tensor("labels").longs();
    float[] images = golden.tensor("input").floats();
    int steps = (int) golden.tensor("labels").shape()[0];
    int batch = labels.length / steps;
    int length = images.length / steps;
    for (int step = 0; step < steps; step++) {
      network.input(batch).put(0, images, step * length, length);
      int[] classes =
          Arrays.stream(labels, step * batch, (step + 1) * batch)
              .mapToInt(Math::toIntExact)
              .toArray();
      network.trainStep(classes, optimizer, state, new StepContext(step, learningRate, 1));
    }
  }

  private static float[] flat(ParameterLayout layout, Safetensors golden, String prefix) {
    float[] flat = new float[layout.size()];
    for (Segment segment : layout.segments()) {
      float[] values = golden.tensor(prefix + segment.name()).floats();
      System.arraycopy(values, 0, flat, segment.offset(), segment.length());
    }

    return flat;
  }

  private static float[] values(Segment segment, float[] flat) {
    return Arrays.copyOfRange(flat, segment.offset(), segment.offset() + segment.length());
  }

  private static Safetensors golden(String name) throws IOException, URISyntaxException {
    return Safetensors.read(
        Path.of(
            TestFrozenParameters.class
                .getResource("/finetuning/" + name + ".safetensors")
                .toURI()));
  }
}
