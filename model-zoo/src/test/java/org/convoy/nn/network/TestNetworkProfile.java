package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.SplittableRandom;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.kernel.KernelProfile;
import org.convoy.nn.kernel.KernelTime;
import org.convoy.nn.optimizer.OptimizerState;
import org.convoy.nn.optimizer.Sgd;
import org.convoy.nn.optimizer.StepContext;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;
import org.junit.jupiter.api.Test;

class TestNetworkProfile {
  private static final int BATCH = 16;
  private static final long SEED = 3;

  @Test
  void countsOperationsByLayerAndPassAndChangesNoByte() {
    try (Network timed = network("resnet20", Backend.ONEDNN);
        Network plain = network("resnet20", Backend.ONEDNN)) {
      timed.startProfile();
      assertThat(train(timed, 3)).isEqualTo(train(plain, 3));

      KernelProfile profile = timed.takeProfile();
      assertThat(profile.images()).as("the first step plans").isEqualTo(2 * BATCH);
      for (LayerSummary layer : timed.summary()) {
        if (layer.type().equals("Conv2d") && !layer.name().equals("conv1")) {
          for (String pass : new String[] {"forward", "backward data", "backward weights"}) {
            KernelTime time = time(profile, layer.name(), pass);
            assertThat(time.operations()).isEqualTo(2 * layer.multiplyAdds() * 2 * BATCH);
            assertThat(time.implementation()).isNotEqualTo("java");
            assertThat(profile.shareOfPeak(time)).isPositive();
          }
        }
      }

      assertThat(time(profile, "bn1", "forward").implementation()).contains("java");
      assertThat(time(profile, "optimizer", "update").seconds()).isPositive();
      assertThat(profile.plus(profile).seconds()).isCloseTo(2 * profile.seconds(), within(1e-9));
      assertThat(profile.plus(profile).times()).hasSameSizeAs(profile.times());
    }
  }

  @Test
  void hasTheWholeWhereLayersRunOneByOne() {
    try (Network network = network("lenet5", Backend.ND4J)) {
      network.startProfile();
      train(network, 2);

      assertThat(network.takeProfile().times())
          .extracting(KernelTime::layer)
          .containsExactly("layers and loss", "optimizer");
    }
  }

  private static KernelTime time(KernelProfile profile, String layer, String pass) {
    return profile.times().stream()
        .filter(time -> time.layer().equals(layer) && time.pass().equals(pass))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + pass + " of " + layer));
  }

  private static Network network(String name, Backend backend) {
    Architecture architecture =
        name.equals("lenet5")
            ? new Architecture(name, 10, 1, 28, 28)
            : new Architecture(name, 10, 3, 32, 32);
    Network network =
        Network.create(ModelZoo.configuration(architecture), KernelChoice.of(backend));
    network.initialize(SEED);
    return network;
  }

  private static float[] train(Network network, int steps) {
    Sgd sgd = Sgd.plain();
    try (OptimizerState state = OptimizerState.create(sgd, network.layout())) {
      for (int step = 0; step < steps; step++) {
        FloatBuffer input = network.input(BATCH);
        SplittableRandom random = new SplittableRandom(step);
        for (int i = 0; i < input.capacity(); i++) {
          input.put(i, (float) random.nextDouble());
        }

        network.trainStep(
            random.ints(BATCH, 0, 10).toArray(), sgd, state, new StepContext(step, 0.1, SEED));
      }
    }

    return network.parameters();
  }
}
