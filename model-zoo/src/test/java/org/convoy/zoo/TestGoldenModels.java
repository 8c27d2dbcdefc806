package org.convoy.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.GoldenCase;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.layer.ParameterLayout.Segment;
import org.convoy.nn.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks against torchvision's: the state dict's names and shapes, and the logits. */
class TestGoldenModels {
  private static final double TOLERANCE = 1e-3;
  private static final int INPUT_TENSOR = 1000;

  private final GoldenWeights weights = new GoldenWeights();

  static List<GoldenCase> cases() {
    return GoldenCase.discover("models");
  }

  @Test
  void findsCases() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesTorchvisionOnOneDnn(GoldenCase golden) {
    compare(golden, Backend.ONEDNN);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesTorchvisionOnNd4j(GoldenCase golden) {
    compare(golden, Backend.ND4J);
  }

  private void compare(GoldenCase golden, Backend backend) {
    assertThat(golden.op()).isEqualTo("Model");
    long[] input = golden.tensors().get("input").shape();
    Architecture architecture =
        new Architecture(
            golden.args().required("name").textValue(),
            golden.args().required("num_classes").intValue(),
            Math.toIntExact(input[1]),
            Math.toIntExact(input[2]),
            Math.toIntExact(input[3]));
    try (Network network =
        Network.create(ModelZoo.configuration(architecture), KernelChoice.of(backend))) {
      assertThat(network.backend()).isEqualTo(backend);
      List<Segment> segments = network.layout().segments();
      assertThat(segments.stream().map(TestGoldenModels::describe))
          .containsExactlyElementsOf(stateDict(golden.args()));
      assertThat(trainable(segments)).isEqualTo(golden.args().required("parameters").longValue());
      network.setParameters(parameters(network));
      compareLogits(golden, network, Math.toIntExact(input[0]));
    }
  }

  private void compareLogits(GoldenCase golden, Network network, int batch) {
    float[] input = golden.tensors().get("input").floats();
    float[] filled = new float[input.length];
    weights.fill(INPUT_TENSOR, 1, 0, filled, 0, filled.length);
    assertThat(filled).containsExactly(input, within(1e-6f));
    network.input(batch).put(input);
    float[] expected = golden.tensors().get("output").floats();
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }

    assertThat(network.logits(batch))
        .containsExactly(expected, within((float) (TOLERANCE * largest)));
  }

  private float[] parameters(Network network) {
    float[] values = new float[network.layout().size()];
    List<Segment> segments = network.layout().segments();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      weights.fill(i, scale(segment), shift(segment), values, segment.offset(), segment.length());
    }

    return values;
  }

  private static double scale(Segment segment) {
    return switch (segment.role()) {
      case WEIGHT -> Math.sqrt(2.0 * segment.shape().get(0) / segment.length()) * Math.sqrt(2);
      case BIAS, NORM_BIAS, RUNNING_MEAN, SLOPE -> 0.1;
      case NORM_WEIGHT -> 0.2;
      case RUNNING_VAR -> 0.3;
      case NUM_BATCHES_TRACKED -> 0;
    };
  }

  private static double shift(Segment segment) {
    return switch (segment.role()) {
      case NORM_WEIGHT, RUNNING_VAR -> 1;
      case WEIGHT, BIAS, NORM_BIAS, SLOPE, RUNNING_MEAN, NUM_BATCHES_TRACKED -> 0;
    };
  }

  private static long trainable(List<Segment> segments) {
    return segments.stream()
        .filter(segment -> segment.role().isTrainable())
        .mapToLong(Segment::length)
        .sum();
  }

  private static String describe(Segment segment) {
    return segment.name() + " " + segment.shape();
  }

  /** The floating-point tensors. */
  private static List<String> stateDict(JsonNode args) {
    List<String> tensors = new ArrayList<>();
    for (JsonNode tensor : args.required("state_dict")) {
      if (tensor.get(2).textValue().equals("F32")) {
        int[] shape = new int[tensor.get(1).size()];
        Arrays.setAll(shape, i -> tensor.get(1).get(i).intValue());
        tensors.add(tensor.get(0).textValue() + " " + Arrays.toString(shape));
      }
    }

    return tensors;
  }
}
