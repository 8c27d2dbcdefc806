package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.convoy.nn.hook.LayerTensor;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Safetensors;
import org.convoy.weights.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What hooks are shown against what PyTorch's own are shown: every layer of a residual network. */
class TestGoldenHooks {
  private static final double TOLERANCE = 1e-4;
  private static final int BATCH = 2;
  private static final int LAYERS = 21;

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void trainingShowsWhatPyTorchShows(Backend backend) throws Exception {
    Safetensors golden = read("training");
    try (Network network = network(backend, golden)) {
      RecordingHook hook = new RecordingHook();
      network.registerHook("*", hook);
      long[] labels = golden.tensor("labels").longs();
      network.computeGradients(Arrays.stream(labels).mapToInt(Math::toIntExact).toArray(), 0);

      compare(golden, hook);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void evaluationShowsWhatPyTorchShows(Backend backend) throws Exception {
    Safetensors golden = read("evaluation");
    try (Network network = network(backend, golden)) {
      RecordingHook hook = new RecordingHook();
      network.registerHook("*", hook);
      float[] gradient = golden.tensor("logits_gradient").floats();
      double[] wide = new double[gradient.length];
      Arrays.setAll(wide, i -> gradient[i]);
      float[] logits = network.evaluateGradients(BATCH, wide);

      assertThat(logits)
          .containsExactly(golden.tensor("forward.linear").floats(), within(1e-4f))
          .containsExactly(network.logits(BATCH), within(0f));
      compare(golden, hook);
    }
  }

  private static Network network(Backend backend, Safetensors golden) {
    Network network = Network.create(HookedNetworks.residualNetwork(), KernelChoice.of(backend));
    float[] parameters = new float[network.layout().size()];
    for (Segment segment : network.layout().segments()) {
      float[] values = golden.tensor("state." + segment.name()).floats();
      System.arraycopy(values, 0, parameters, segment.offset(), segment.length());
    }

    network.setParameters(parameters);
    network.input(BATCH).put(golden.tensor("input").floats());
    return network;
  }

  private static void compare(Safetensors golden, RecordingHook hook) {
    compare(with(golden, "forward."), hook.activations);
    compare(with(golden, "backward."), hook.gradients);
  }

  private static void compare(Map<String, Tensor> expected, Map<String, LayerTensor> actual) {
    assertThat(actual).hasSize(LAYERS).containsOnlyKeys(expected.keySet());
    actual.forEach(
        (layer, tensor) -> {
          float[] values = expected.get(layer).floats();
          assertThat(tensor.shape())
              .as(layer)
              .isEqualTo(
                  LongStream.of(expected.get(layer).shape()).mapToObj(Math::toIntExact).toList());
          assertThat(tensor.values())
              .as(layer)
              .containsExactly(values, within((float) (TOLERANCE * largest(values))));
        });
  }

  private static Map<String, Tensor> with(Safetensors golden, String prefix) {
    return golden.tensors().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }

    return largest;
  }

  private static Safetensors read(String name) throws IOException, URISyntaxException {
    String resource = "/hooks/" + name + ".safetensors";
    return Safetensors.read(Path.of(TestGoldenHooks.class.getResource(resource).toURI()));
  }
}
