package org.convoy.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.convoy.nn.golden.LayerCase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss and its gradient against PyTorch's numbers. */
class TestGoldenLosses {
  private static final double TOLERANCE = 1e-4;

  static List<LayerCase> cases() {
    return LayerCase.list("losses");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesPyTorch(LayerCase golden) {
    double[] outputs = doubles(golden.values("input"));
    int examples = Math.toIntExact(golden.shape("input")[0]);
    LossValue loss = lossOf(golden).of(outputs, targets(golden));
    double expected = golden.values("loss")[0];
    double actual = loss.lossSum() / (reduction(golden) == Reduction.MEAN ? examples : 1);
    if (Double.isNaN(expected)) {
      assertThat(actual).isNaN();
      return;
    }

    assertThat(actual).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    golden.assertClose("grad.input", floats(loss.gradient()), TOLERANCE);
  }

  private static Loss lossOf(LayerCase golden) {
    return switch (golden.operation()) {
      case "CrossEntropyLoss" -> crossEntropy(golden);
      case "MSELoss" -> new MSELoss(reduction(golden));
      case "L1Loss" -> new L1Loss(reduction(golden));
      case "SmoothL1Loss" -> new SmoothL1Loss(golden.number("beta", 1), reduction(golden));
      default -> throw new IllegalArgumentException("No loss " + golden.operation());
    };
  }

  private static Loss crossEntropy(LayerCase golden) {
    return new CrossEntropyLoss(
        golden.hasTensor("weight") ? doubles(golden.values("weight")) : null,
        golden.number("label_smoothing", 0),
        golden.integer("ignore_index", CrossEntropyLoss.DEFAULT_IGNORE_INDEX),
        reduction(golden));
  }

  private static Reduction reduction(LayerCase golden) {
    return golden.text("reduction", "mean").equals("sum") ? Reduction.SUM : Reduction.MEAN;
  }

  private static Targets targets(LayerCase golden) {
    return golden.shape("target").length == 1
        ? Targets.ofClasses(golden.integers("target"))
        : Targets.ofValues(golden.values("target"), (int) golden.shape("target")[1]);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }

    return floats;
  }
}
