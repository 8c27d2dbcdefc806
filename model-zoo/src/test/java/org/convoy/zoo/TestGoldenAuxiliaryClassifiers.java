package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.nn.network.StepMetrics;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.weights.Safetensors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GoogLeNet with auxiliary classifiers against torchvision's: the file and the formula of weights
 * and images are those of src/test/python/golden_auxiliary.py.
 */
final class TestGoldenAuxiliaryClassifiers {
  private static final int BATCH = 8;
  private static final int SIDE = 48;
  private static final int CLASSES = 10;
  private static final int IMAGES = 1001;
  private static final int SAMPLES = 32;
  private static final double TOLERANCE = 1e-3;

  /** Where all gradients of a tensor are 0, those in float32 are rounding. */
  private static final double SMALLEST_SCALE = 1e-2;

  @ParameterizedTest
  @EnumSource(
      value = Backend.class,
      names = {"ONEDNN", "ND4J"})
  void computesWhatTorchvisionComputes(Backend backend) throws Exception {
    Safetensors golden = golden();
    ComputationGraphConfiguration configuration =
        ModelZoo.configuration(new Architecture("googlenet_aux", CLASSES, 3, SIDE, SIDE));
    try (Network network =
        Network.create(withoutDropout(configuration), KernelChoice.of(backend))) {
      List<String> names = stateDict(golden);
      assertThat(network.layout().segments())
          .extracting(Segment::name)
          .containsExactlyInAnyOrderElementsOf(names);
      network.setParameters(parameters(network, names));
      FloatBuffer images = network.input(BATCH);
      for (double value : values(IMAGES, images.capacity())) {
        images.put((float) value);
      }

      compare("evaluation", golden.tensor("evaluation").floats(), network.logits(BATCH));
      int[] labels =
          LongStream.of(golden.tensor("labels").longs()).mapToInt(Math::toIntExact).toArray();
      StepMetrics metrics = network.computeGradients(labels, 0);

      double loss = golden.tensor("loss").floats()[0];
      assertThat(metrics.lossSum() / BATCH).isCloseTo(loss, within(TOLERANCE * loss));
      compareDigests(golden, network);
    }
  }

  private static void compareDigests(Safetensors golden, Network network) {
    float[] gradients = network.gradients();
    float[] after = network.parameters();
    for (Segment segment : network.layout().segments()) {
      boolean trained = segment.role().isTrainable();
      float[] all = trained ? gradients : after;
      float[] values =
          Arrays.copyOfRange(all, segment.offset(), segment.offset() + segment.length());
      String kind = trained ? "gradient." : "after.";
      compare(kind + segment.name(), golden.tensor(kind + segment.name()).floats(), sample(values));
      float[] norm = golden.tensor(kind + "norm." + segment.name()).floats();
      compare(kind + "norm." + segment.name(), norm, new float[] {norm(values)});
    }
  }

  private static void compare(String name, float[] expected, float[] actual) {
    double largest = SMALLEST_SCALE;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }

    assertThat(actual).as(name).containsExactly(expected, within((float) (TOLERANCE * largest)));
  }

  private static float[] sample(float[] values) {
    float[] samples = new float[Math.min(SAMPLES, values.length)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = values[i * Math.max(1, values.length / SAMPLES)];
    }

    return samples;
  }

  private static float norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }

    return (float) Math.sqrt(sum);
  }

  private static ComputationGraphConfiguration withoutDropout(
      ComputationGraphConfiguration configuration) {
    for (GraphVertex vertex : configuration.getVertices().values()) {
      if (vertex instanceof LayerVertex layer
          && layer.getLayerConf().getLayer() instanceof Dropout dropout) {
        Dropout none = new Dropout(0);
        none.setLayerName(dropout.getLayerName());
        none.setNIn(ConvoyConfiguration.typeOf(dropout.inputShape()), true);
        layer.getLayerConf().setLayer(none);
      }
    }

    return configuration;
  }

  private static float[] parameters(Network network, List<String> names) {
    float[] parameters = new float[network.layout().size()];
    for (Segment segment : network.layout().segments()) {
      double[] values = values(names.indexOf(segment.name()), segment.length());
      for (int i = 0; i < values.length; i++) {
        parameters[segment.offset() + i] = (float) parameter(segment, values[i]);
      }
    }

    return parameters;
  }

  private static double parameter(Segment segment, double value) {
    return switch (segment.role()) {
      case WEIGHT -> value * 2 / Math.sqrt((double) segment.length() / segment.shape().get(0));
      case NORM_WEIGHT -> 0.3 + 0.05 * value;
      case NORM_BIAS -> (value < -0.5 ? -2 : 2) + 0.1 * value;
      case RUNNING_VAR -> 1 + 0.3 * value;
      case BIAS, RUNNING_MEAN -> 0.1 * value;
      case SLOPE, LAYER_SCALE, NUM_BATCHES_TRACKED ->
          throw new AssertionError("GoogLeNet has no " + segment);
    };
  }

  /** From -1 to 1: outputs index * 2^32 + 1 and so on of SplitMix64 from seed 0. */
  private static double[] values(int index, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      long z = (((long) index << 32) + i + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      values[i] = (z >>> 11) * 0x1p-52 - 1;
    }

    return values;
  }

  private static List<String> stateDict(Safetensors golden) throws JsonProcessingException {
    JsonNode names =
        new ObjectMapper().readTree(golden.metadata().get("case")).at("/args/state_dict");
    return StreamSupport.stream(names.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static Safetensors golden() throws IOException, URISyntaxException {
    return Safetensors.read(
        Path.of(
            TestGoldenAuxiliaryClassifiers.class
                .getResource("/auxiliary/googlenet.safetensors")
                .toURI()));
  }
}
