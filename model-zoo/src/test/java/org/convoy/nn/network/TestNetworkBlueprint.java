package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.Isa;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A blueprint says of a network what the network says of itself. */
final class TestNetworkBlueprint {
  private static final long SEED = 7;

  private static ComputationGraphConfiguration configuration(String name) {
    return ModelZoo.configuration(new Architecture(name, 10, 3, 32, 32));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resnet20", "resnet20_b", "mobilenet_v2"})
  void saysWhatTheNetworkSays(String name) {
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration(name));

    try (Network network = Network.create(configuration(name))) {
      assertThat(blueprint.layout()).isEqualTo(network.layout());
      assertThat(blueprint.inputShape()).isEqualTo(network.inputShape());
      assertThat(blueprint.classes()).isEqualTo(network.classes());
      assertThat(blueprint.summary()).isEqualTo(network.summary());
      assertThat(blueprint.pin(KernelChoice.automatic())).isEqualTo(network.pinnedKernels());
    }
  }

  @Test
  void drawsTheNetworksParameters() {
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration("resnet20"));
    NetworkInitialization byActivation = NetworkInitialization.byActivation();

    try (Network network = Network.create(configuration("resnet20"))) {
      network.initialize(SEED);
      assertThat(blueprint.initialParameters(SEED, Optional.empty()))
          .isEqualTo(network.parameters());
      network.initialize(SEED, byActivation);
      assertThat(blueprint.initialParameters(SEED, Optional.of(byActivation)))
          .isEqualTo(network.parameters());
    }
  }

  @Test
  void workingMemoryGrowsWithTheBatch() {
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration("resnet20"));
    KernelChoice planned = new KernelChoice(Backend.ONEDNN, Isa.AUTO);

    long small = blueprint.workingBytes(planned, 8, 1);
    long large = blueprint.workingBytes(planned, 32, 1);

    assertThat(large).isBetween(3 * small, 5 * small);
    assertThat(blueprint.workingBytes(planned, 1, 512)).isGreaterThan(large);
  }

  @Test
  void kernelsTakeMemoryByTheNumberOfTheirPrimitives() {
    ComputationGraphConfiguration configuration = configuration("resnet20");
    KernelChoice planned = new KernelChoice(Backend.ONEDNN, Isa.AUTO);

    try (Network network = Network.create(configuration, planned)) {
      long each = 44_000;
      assertThat(NetworkBlueprint.of(configuration).kernelBytes(planned))
          .isEqualTo(2 * each * network.implementations(16).size());
    }

    assertThat(NetworkBlueprint.of(configuration).kernelBytes(KernelChoice.of(Backend.ND4J)))
        .isZero();
  }

  @Test
  void evaluatesAsManyAtATimeAsATrainingStepHasMemoryFor() {
    NetworkBlueprint blueprint = NetworkBlueprint.of(configuration("resnet20"));
    KernelChoice planned = new KernelChoice(Backend.ONEDNN, Isa.AUTO);

    int batch = blueprint.evaluationBatch(planned, 8, 256);

    long trainingStep = blueprint.workingBytes(planned, 8, 1);
    assertThat(batch).isBetween(8, 128).isEqualTo(Integer.highestOneBit(batch));
    assertThat(blueprint.workingBytes(planned, 1, batch)).isLessThanOrEqualTo(trainingStep);
    assertThat(blueprint.workingBytes(planned, 1, 2 * batch)).isGreaterThan(trainingStep);
    assertThat(blueprint.evaluationBatch(planned, 1_000_000, 256)).isEqualTo(256);
    assertThat(blueprint.evaluationBatch(planned, 64, 256)).isEqualTo(256);
    assertThat(blueprint.evaluationBatch(planned, 64, 100)).isEqualTo(64);
  }

  @Test
  void evaluatesAtLeastOneAtATime() {
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(ModelZoo.configuration(new Architecture("alexnet", 10, 3, 64, 64)));

    assertThat(blueprint.evaluationBatch(KernelChoice.of(Backend.ND4J), 1, 256)).isBetween(1, 2);
  }

  @Test
  void withoutPlansEachLayersOutputAndGradientCount() {
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(ModelZoo.configuration(new Architecture("lenet5", 10, 1, 28, 28)));
    long outputs =
        blueprint.summary().stream()
            .mapToLong(layer -> layer.outputShape().stream().reduce(1, Math::multiplyExact))
            .sum();

    assertThat(blueprint.workingBytes(KernelChoice.of(Backend.ND4J), 2, 2))
        .isEqualTo(4 * (2 * 2 * outputs + 2 * 28 * 28));
  }

  @Test
  void refusesLayersOfOthers() {
    ComputationGraphConfiguration foreign =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("input")
            .addLayer("out", new OutputLayer.Builder().nOut(2).build(), "input")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(3))
            .build();
    foreign.setTopologicalOrderStr(List.of("input", "out"));

    assertThatThrownBy(() -> NetworkBlueprint.of(foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Vertex \"out\" is a org.deeplearning4j.nn.conf.layers.OutputLayer; a Network takes"
                + " only layers of org.convoy.nn");
  }
}
