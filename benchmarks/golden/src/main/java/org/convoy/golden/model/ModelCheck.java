package org.convoy.golden.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.Floats;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.golden.reference.KernelLacksOperationException;
import org.convoy.nn.kernel.Backend;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/**
 * A network with weights by formula: the state dict's names and shapes, the number of parameters,
 * and the logits in evaluation mode.
 */
public final class ModelCheck implements Check {
  /** The operation's name in cases. */
  public static final String NAME = "Model";

  private static final double TOLERANCE = 1e-3;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    // The formula is WeightFormula's.
    golden.arguments().has("fill");
    Architecture architecture = architectureOf(golden);
    return List.of(
        new Attempt(
            Attempt.ND4J, comparison -> compare(golden, architecture, Backend.ND4J, comparison)),
        new Attempt(
            Attempt.ONEDNN,
            comparison -> compare(golden, architecture, Backend.ONEDNN, comparison)),
        new Attempt(
            Attempt.LIBTORCH,
            comparison -> compare(golden, architecture, Backend.LIBTORCH, comparison)));
  }

  private static Architecture architectureOf(GoldenCase golden) {
    List<Integer> input = golden.dimensions("input");
    if (input.size() != 4) {
      throw new IllegalArgumentException(
          "input must be [batch, channels, height, width], it is " + input);
    }

    GoldenArguments arguments = golden.arguments();
    return new Architecture(
        arguments.text("name", ""),
        arguments.integer("num_classes", 1000),
        input.get(1),
        input.get(2),
        input.get(3));
  }

  private static void compare(
      GoldenCase golden, Architecture architecture, Backend backend, Comparison comparison) {
    try (Network network = networkOf(architecture, backend)) {
      compareStateDict(golden.arguments(), network, comparison);
      network.setParameters(parameters(network, new WeightFormula()));
      int batch = golden.dimensions("input").get(0);
      network.input(batch).put(golden.floats("input"));
      comparison.values("output", Floats.widen(network.logits(batch)), TOLERANCE);
    }
  }

  private static Network networkOf(Architecture architecture, Backend backend) {
    try {
      return Network.create(ModelZoo.configuration(architecture), KernelChoice.of(backend));
    } catch (UnsupportedOperationException | IllegalStateException e) {
      throw new KernelLacksOperationException(e.getMessage());
    }
  }

  private static void compareStateDict(
      GoldenArguments arguments, Network network, Comparison comparison) {
    List<Segment> segments = network.layout().segments();
    if (arguments.has("state_dict")) {
      List<String> expected = stateDict(arguments.json().path("state_dict"));
      List<String> actual = segments.stream().map(ModelCheck::describe).toList();
      firstDifference(expected, actual, comparison);
    }

    long parameters = trainable(segments);
    if (arguments.whole("parameters", parameters) != parameters) {
      comparison.wrong(
          "the number of parameters differs: expected %d, got %d"
              .formatted(arguments.whole("parameters"), parameters));
    }
  }

  private static void firstDifference(
      List<String> expected, List<String> actual, Comparison comparison) {
    for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
      String wanted = i < expected.size() ? expected.get(i) : "none";
      String got = i < actual.size() ? actual.get(i) : "none";
      if (!wanted.equals(got)) {
        comparison.wrong(
            "tensor %d of the state dict differs: expected %s, got %s".formatted(i, wanted, got));
        return;
      }
    }
  }

  private static float[] parameters(Network network, WeightFormula formula) {
    float[] values = new float[network.layout().size()];
    List<Segment> segments = network.layout().segments();
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      formula.fill(i, scale(segment), shift(segment), values, segment.offset(), segment.length());
    }

    return values;
  }

  private static double scale(Segment segment) {
    return switch (segment.role()) {
      case WEIGHT, LAYER_SCALE ->
          Math.sqrt(2.0 * segment.shape().get(0) / segment.length()) * Math.sqrt(2);
      case BIAS, NORM_BIAS, RUNNING_MEAN, SLOPE -> 0.1;
      case NORM_WEIGHT -> 0.2;
      case RUNNING_VAR -> 0.3;
      case NUM_BATCHES_TRACKED -> 0;
    };
  }

  private static double shift(Segment segment) {
    return switch (segment.role()) {
      case NORM_WEIGHT, RUNNING_VAR -> 1;
      case WEIGHT, LAYER_SCALE, BIAS, NORM_BIAS, SLOPE, RUNNING_MEAN, NUM_BATCHES_TRACKED -> 0;
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
  private static List<String> stateDict(JsonNode stateDict) {
    List<String> tensors = new ArrayList<>();
    for (JsonNode tensor : stateDict) {
      if (tensor.path(2).asText("F32").startsWith("F")) {
        int[] shape = new int[tensor.path(1).size()];
        Arrays.setAll(shape, i -> tensor.path(1).path(i).intValue());
        tensors.add(tensor.path(0).asText() + " " + Arrays.toString(shape));
      }
    }

    return tensors;
  }
}
