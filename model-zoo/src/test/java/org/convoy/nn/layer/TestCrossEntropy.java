package org.convoy.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.nn.golden.LayerCase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestCrossEntropy {
  private static final double TOLERANCE = 1e-4;

  /** Losses of the golden folder that are not built yet. */
  private static final Set<String> NOT_BUILT = Set.of("L1Loss", "MSELoss", "SmoothL1Loss");

  static Stream<LayerCase> cases() {
    return LayerCase.list("losses").stream()
        .filter(golden -> !NOT_BUILT.contains(golden.operation()))
        .filter(golden -> !golden.hasArgument("weight"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesPyTorch(LayerCase golden) {
    assertThat(golden.operation()).isEqualTo("CrossEntropyLoss");
    int classes = (int) golden.shape("input")[1];
    double[] logits = doubles(golden.values("input"));
    CrossEntropy loss =
        CrossEntropy.of(
            logits,
            golden.flag("soft_targets", false)
                ? doubles(golden.values("target"))
                : oneHot(golden.integers("target"), classes),
            classes,
            golden.number("label_smoothing", 0));
    double expected = golden.values("loss")[0];
    double mean = loss.lossSum() / golden.shape("input")[0];
    assertThat(mean).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
    golden.assertClose("grad.input", floats(loss.gradient()), TOLERANCE);
  }

  @Test
  void countsTheFirstOfEqualLogits() {
    double[] logits = {1, 1, 0, 0, 2, 2};
    assertThat(CrossEntropy.of(logits, oneHot(new int[] {0, 1}, 3), 3, 0).correct()).isEqualTo(2);
    assertThat(CrossEntropy.of(logits, oneHot(new int[] {1, 2}, 3), 3, 0).correct()).isZero();
  }

  @Test
  void rejectsSmoothingOutsideItsRange() {
    assertThatThrownBy(() -> new CrossEntropyOutput(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Label smoothing must be in [0, 1), got 1.0");
  }

  private static double[] oneHot(int[] labels, int classes) {
    return IntStream.range(0, labels.length * classes)
        .mapToDouble(i -> labels[i / classes] == i % classes ? 1 : 0)
        .toArray();
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
