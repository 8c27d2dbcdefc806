package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.hook.HookHandle;
import org.convoy.nn.hook.LayerHook;
import org.convoy.nn.hook.LayerTensor;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.loss.Targets;
import org.convoy.nn.model.Blocks;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.model.Sequential;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestHooks {
  private static final int BATCH = 6;
  private static final int CLASSES = 5;

  /** Two pixels, two weights a class: small enough to count on paper. */
  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void showsWhatIsCountedByHand(Backend backend) {
    Sequential model =
        Sequential.of(
            Blocks.conv2d(1, 1), Blocks.relu(), Blocks.flatten(), Blocks.linear(2).withoutBias());
    try (Network network =
        Network.create(model.configuration(2, new InputShape(1, 1, 2)), KernelChoice.of(backend))) {
      // Of the layout: weight 2 and bias -1 of the convolution, weights [[1, 3], [0, -1]].
      network.setParameters(new float[] {2, -1, 1, 3, 0, -1});
      network.input(1).put(new float[] {3, -4});
      RecordingHook hook = new RecordingHook();
      network.registerHook("*", hook);
      network.evaluateGradients(1, new double[] {1, 0});

      assertThat(hook.activations.keySet()).containsExactly("0", "1", "2", "3");
      assertThat(hook.activations.get("0").values()).containsExactly(5, -9);
      assertThat(hook.activations.get("1").values()).containsExactly(5, 0);
      assertThat(hook.activations.get("1").shape()).containsExactly(1, 1, 1, 2);
      assertThat(hook.activations.get("2").shape()).containsExactly(1, 2);
      assertThat(hook.activations.get("3").values()).containsExactly(5, 0);
      assertThat(hook.gradients.keySet()).containsExactly("3", "2", "1", "0");
      assertThat(hook.gradients.get("3").values()).containsExactly(1, 0);
      assertThat(hook.gradients.get("1").values()).containsExactly(1, 3);
      assertThat(hook.gradients.get("0").values()).containsExactly(1, 0);
      assertThat(network.gradients()).containsExactly(3, 1, 5, 0, 0, 0);
    }
  }

  @Test
  void layeredTrainingGivesTheSameBytesWithAndWithoutHooks() {
    try (Network watched = branching(Backend.ND4J);
        Network plain = branching(Backend.ND4J)) {
      RecordingHook hook = new RecordingHook();
      watched.registerHook("*", hook);

      assertThat(train(watched)).isEqualTo(train(plain));
      assertThat(hook.activations).hasSize(10);
      assertThat(watched.logits(BATCH)).isEqualTo(plain.logits(BATCH));
    }
  }

  @Test
  void plansRunAsBeforeOnceHooksAreRemoved() {
    try (Network watched = branching(Backend.ONEDNN);
        Network plain = branching(Backend.ONEDNN)) {
      float[] before = watched.parameters();
      RecordingHook hook = new RecordingHook();
      HookHandle handle = watched.registerHook("*", hook);
      assertThat(train(watched)).containsExactly(train(plain), within(1e-4f));
      assertThat(watched.logits(BATCH)).containsExactly(plain.logits(BATCH), within(1e-3f));

      handle.close();
      hook.activations.clear();
      watched.setParameters(before);
      plain.setParameters(before);
      assertThat(train(watched)).isEqualTo(train(plain));
      assertThat(watched.logits(BATCH)).isEqualTo(plain.logits(BATCH));
      assertThat(hook.activations).isEmpty();
    }
  }

  @Test
  void hooksAreCalledInTheirOrderForTheirLayersUntilRemoved() {
    try (Network network =
        Network.create(HookedNetworks.residualNetwork(), KernelChoice.of(Backend.ND4J))) {
      List<String> calls = new ArrayList<>();
      network.registerHook("layer2.*.conv?", naming("blocks", calls));
      HookHandle exact = network.registerHook("layer2.0.conv2", naming("exact", calls));
      fill(network);
      network.logits(BATCH);
      assertThat(calls)
          .containsExactly(
              "blocks layer2.0.conv1", "blocks layer2.0.conv2", "exact layer2.0.conv2");

      exact.remove();
      exact.close();
      calls.clear();
      network.evaluate(new int[BATCH]);
      assertThat(calls).containsExactly("blocks layer2.0.conv1", "blocks layer2.0.conv2");
    }
  }

  private static LayerHook naming(String hook, List<String> calls) {
    return new LayerHook() {
      @Override
      public void forward(String layer, LayerTensor activation) {
        calls.add(hook + " " + layer);
      }
    };
  }

  @Test
  void hooksMayBeRegisteredAfterTheInputWasWritten() {
    try (Network network = branching(Backend.ONEDNN)) {
      fill(network);
      float[] planned = network.logits(BATCH);
      network.registerHook("0", new RecordingHook());

      assertThat(network.logits(BATCH)).containsExactly(planned, within(1e-4f));
    }
  }

  @Test
  void hooksChangeNothingByWritingIntoTheirTensors() {
    try (Network network = branching(Backend.ND4J)) {
      fill(network);
      float[] logits = network.logits(BATCH);
      network.registerHook(
          "*",
          new LayerHook() {
            @Override
            public void forward(String layer, LayerTensor activation) {
              Arrays.fill(activation.values(), 7);
            }
          });

      assertThat(network.logits(BATCH)).isEqualTo(logits);
    }
  }

  @Test
  void theNetworkIsUsableAfterAHookFails() {
    try (Network network = branching(Backend.ND4J)) {
      fill(network);
      float[] logits = network.logits(BATCH);
      HookHandle failing =
          network.registerHook(
              "3",
              new LayerHook() {
                @Override
                public void forward(String layer, LayerTensor activation) {
                  throw new IllegalStateException("not today");
                }
              });

      assertThatThrownBy(() -> network.logits(BATCH))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("not today");
      failing.remove();
      assertThat(network.logits(BATCH)).isEqualTo(logits);
    }
  }

  @Test
  void refusesPatternsThatMatchNothing() {
    try (Network network = Network.create(HookedNetworks.residualNetwork())) {
      assertThatThrownBy(() -> network.registerHook("layer2", new RecordingHook()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "No layer matches \"layer2\"; nearest are [layer2.0.bn1, layer2.0.bn2, layer2.0.add,"
                  + " layer2.0.conv1, layer2.0.relu1] (* stands for any characters)");
      assertThatThrownBy(() -> network.registerHook("liner", new RecordingHook()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("No layer matches \"liner\"; nearest are [linear, ");
    }
  }

  @Test
  void refusesAGradientOfAnotherSize() {
    try (Network network = branching(Backend.ND4J)) {
      fill(network);
      assertThatThrownBy(() -> network.evaluateGradients(BATCH, new double[CLASSES]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Expected the gradient of 6 x 5 logits, got 5 values");
    }
  }

  private static Network branching(Backend backend) {
    Network network = Network.create(HookedNetworks.branchingNetwork(), KernelChoice.of(backend));
    network.initialize(4);
    return network;
  }

  /** A step on classes and one on mixed targets; all parameters. */
  private static float[] train(Network network) {
    Sgd sgd = Sgd.of(0.9, 1e-3);
    int[] labels = fill(network);
    float[] mixed = new float[BATCH * CLASSES];
    Arrays.fill(mixed, 1f / CLASSES);
    try (OptimizerState state = OptimizerState.create(sgd, network.layout())) {
      network.trainStep(labels, sgd, state, new StepContext(0, 0.1, 11));
      network.trainStep(Targets.ofValues(mixed, CLASSES), sgd, state, new StepContext(1, 0.1, 12));
    }

    return network.parameters();
  }

  private static int[] fill(Network network) {
    SplittableRandom random = new SplittableRandom(3);
    FloatBuffer input = network.input(BATCH);
    for (int i = 0; i < input.capacity(); i++) {
      input.put(i, (float) random.nextDouble(-1, 1));
    }

    return random.ints(BATCH, 0, CLASSES).toArray();
  }
}
