package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.convoy.nn.model.Blocks.adaptiveAvgPool2d;
import static org.convoy.nn.model.Blocks.auxiliary;
import static org.convoy.nn.model.Blocks.conv2d;
import static org.convoy.nn.model.Blocks.flatten;
import static org.convoy.nn.model.Blocks.linear;
import static org.convoy.nn.model.Blocks.named;
import static org.convoy.nn.model.Blocks.relu;
import static org.convoy.nn.model.Blocks.residual;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.onednn.plan.Implementation;
import org.convoy.nn.loss.CrossEntropyOutput;
import org.convoy.nn.model.Block;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.nn.shape.Concat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class TestAuxiliaryClassifiers {
  private static final InputShape INPUT = new InputShape(3, 8, 8);
  private static final int CLASSES = 4;
  private static final int BATCH = 5;

  private static ComputationGraphConfiguration network(Block side) {
    return Sequential.of(
            named("conv1", conv2d(16, 3)),
            named("aux1", side),
            relu(),
            residual(Sequential.of(named("aux2", side), conv2d(16, 3).padding(1))),
            flatten(),
            named("fc", linear(CLASSES)))
        .configuration(CLASSES, INPUT);
  }

  private static ComputationGraphConfiguration withSides() {
    return network(
        auxiliary(
            0.3,
            Sequential.of(
                named("pool", adaptiveAvgPool2d(2)), flatten(), named("fc", linear(CLASSES)))));
  }

  private static ComputationGraphConfiguration withoutSides() {
    return network(Sequential.of());
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void evaluationIsThatOfTheNetworkWithoutThem(Backend backend) {
    try (Network network = Network.create(withSides(), KernelChoice.of(backend));
        Network plain = Network.create(withoutSides(), KernelChoice.of(backend))) {
      network.initialize(3);
      plain.initialize(3);
      float[] shared = Arrays.copyOf(network.parameters(), plain.layout().size());
      assertThat(shared).isEqualTo(plain.parameters());

      int[] labels = fill(network);
      fill(plain);
      assertThat(network.logits(BATCH)).isEqualTo(plain.logits(BATCH));
      assertThat(network.evaluate(labels)).isEqualTo(plain.evaluate(labels));

      StepMetrics trained = network.computeGradients(labels, 1);
      StepMetrics alone = plain.computeGradients(labels, 1);
      assertThat(trained.correct()).isEqualTo(alone.correct());
      assertThat(trained.lossSum()).isGreaterThan(1.2 * alone.lossSum());
    }
  }

  @Test
  void areOnlyInTheTrainingPlan() {
    try (Network network = Network.create(withSides(), KernelChoice.of(Backend.ONEDNN));
        Network plain = Network.create(withoutSides(), KernelChoice.of(Backend.ONEDNN))) {
      List<Implementation> evaluation = forwardAfterTraining(network.implementations(BATCH));

      assertThat(network.implementations(BATCH))
          .extracting(Implementation::layer)
          .contains("aux1.fc", "3.aux2.fc", "logits");
      assertThat(evaluation).isNotEmpty();
      assertThat(evaluation).isEqualTo(forwardAfterTraining(plain.implementations(BATCH)));
    }
  }

  /** The steps after the last backward one. */
  private static List<Implementation> forwardAfterTraining(List<Implementation> steps) {
    int start = 0;
    for (int i = 0; i < steps.size(); i++) {
      start = steps.get(i).pass().startsWith("backward") ? i + 1 : start;
    }

    return steps.subList(start, steps.size());
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void hooksSeeThemInTrainingOnly(Backend backend) {
    try (Network network = Network.create(withSides(), KernelChoice.of(backend))) {
      network.initialize(3);
      int[] labels = fill(network);
      final StepMetrics unhooked = network.computeGradients(labels, 1);
      final float[] gradients = network.gradients();
      RecordingHook hook = new RecordingHook();
      network.registerHook("*", hook);

      StepMetrics hooked = network.computeGradients(labels, 1);
      assertThat(hook.activations).containsKeys("aux1.pool", "3.aux2.fc", "logits", "fc");
      assertThat(hook.gradients).containsKeys("aux1.pool", "3.aux2.fc", "logits", "fc");
      if (backend == Backend.ND4J) {
        assertThat(hooked).isEqualTo(unhooked);
        assertThat(network.gradients()).isEqualTo(gradients);
      }

      hook.activations.clear();
      hook.gradients.clear();
      network.evaluateGradients(BATCH, new double[BATCH * CLASSES]);
      assertThat(hook.activations).containsKey("fc").doesNotContainKeys("aux1.pool", "logits");
      assertThat(hook.gradients).containsKey("fc").doesNotContainKeys("aux1.pool", "logits");
      assertThat(network.gradients()).as("none is left of the step").containsOnly(0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void canBeFrozen(Backend backend) {
    try (Network network =
            Network.create(withSides(), KernelChoice.of(backend), List.of("*aux*", "fc.*"));
        OptimizerState state = OptimizerState.create(Sgd.of(0.9, 0.1), network.layout())) {
      network.initialize(3);
      float[] before = network.parameters();
      network.trainStep(fill(network), Sgd.of(0.9, 0.1), state, new StepContext(0, 0.1, 1));
      float[] after = network.parameters();
      for (Segment segment : network.layout().segments()) {
        float[] old = values(segment, before);
        boolean frozen = segment.name().contains("aux") || segment.name().startsWith("fc.");
        if (frozen) {
          assertThat(values(segment, after)).as(segment.name()).isEqualTo(old);
        } else {
          assertThat(values(segment, after)).as(segment.name()).isNotEqualTo(old);
        }
      }
    }
  }

  @Test
  void graphGivesTheProbabilitiesOfTheNetworkItself() {
    try (Network network = Network.create(withSides(), KernelChoice.of(Backend.ND4J))) {
      network.initialize(3);
      SplittableRandom random = new SplittableRandom(5);
      INDArray images = Nd4j.create(random(random, 2 * 3 * 8 * 8), new int[] {2, 3, 8, 8});
      INDArray logits =
          network.graph().output(List.of("fc"), false, new INDArray[] {images}, null)[0];
      INDArray probabilities = network.graph().outputSingle(images);

      assertThat(probabilities.shape()).containsExactly(2, CLASSES);
      assertThat(probabilities.argMax(1)).isEqualTo(logits.argMax(1));
      assertThat(probabilities.sum(1).getDouble(0)).isBetween(1 - 1e-6, 1 + 1e-6);
    }
  }

  @Test
  void summaryTellsThemFromTheRest() {
    List<LayerSummary> layers = LayerSummary.of(withSides());

    assertThat(layers)
        .filteredOn(LayerSummary::isAuxiliary)
        .extracting(LayerSummary::name)
        .containsExactly(
            "aux1.pool", "aux1.1", "aux1.fc", "3.aux2.pool", "3.aux2.1", "3.aux2.fc", "logits");
    assertThat(layers.stream().filter(layer -> !layer.isAuxiliary()).toList())
        .isEqualTo(LayerSummary.of(withoutSides()));
    assertThat(LayerNode.of(withSides())).isEqualTo(LayerNode.of(withoutSides()));
  }

  @Test
  void explainWhatIsWrong() {
    assertThatThrownBy(() -> network(auxiliary(0.3, Sequential.of(flatten(), linear(3)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Auxiliary classifier \"aux1\" ends with [3] at \"aux1.1\"; for 4 classes it must end with"
                + " [4]");
    assertThatThrownBy(() -> auxiliary(0, Sequential.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An auxiliary classifier's weight must be above 0, got 0.0");
    assertThatThrownBy(() -> new CrossEntropyOutput().withAuxiliary(0.3, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Auxiliary weight must be at least 0, got -1.0");
    assertThatThrownBy(() -> Network.create(graph(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Output \"loss\" must take a Concat of the logits of 1 + 1 classifiers, got");
    assertThatThrownBy(() -> graph(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Layer \"loss\" needs the logits of 3 classifiers side by side, got 4 outputs");
  }

  /** One Concat of a single output, whatever the number of auxiliary classifiers. */
  private static ComputationGraphConfiguration graph(int auxiliaryClassifiers) {
    double[] weights = new double[auxiliaryClassifiers];
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("input")
        .addLayer("fc", Linear.of(4), "input")
        .addVertex("logits", new Concat(), "fc")
        .addLayer("loss", new CrossEntropyOutput().withAuxiliary(weights), "logits")
        .setOutputs("loss")
        .setInputTypes(InputType.feedForward(2))
        .build();
  }

  private static float[] values(Segment segment, float[] flat) {
    return Arrays.copyOfRange(flat, segment.offset(), segment.offset() + segment.length());
  }

  private static int[] fill(Network network) {
    SplittableRandom random = new SplittableRandom(2);
    FloatBuffer input = network.input(BATCH);
    input.put(random(random, input.capacity()));
    return random.ints(BATCH, 0, CLASSES).toArray();
  }

  private static float[] random(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }

    return values;
  }
}
