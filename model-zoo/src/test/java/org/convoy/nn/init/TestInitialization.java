package org.convoy.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Moments and bounds of large tensors: 400 x 25 x 10 x 10, a convolution's weight. */
class TestInitialization {
  private static final long FAN_IN = 2500;
  private static final long FAN_OUT = 40_000;
  private static final int LENGTH = 1_000_000;

  private static float[] draw(Initialization initialization) {
    return initialization.values(LENGTH, RandomStream.of(5, "conv.weight"));
  }

  private record Moments(double mean, double deviation, double smallest, double largest) {
    static Moments of(float[] values) {
      double sum = 0;
      double squares = 0;
      double smallest = Double.POSITIVE_INFINITY;
      double largest = Double.NEGATIVE_INFINITY;
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
        smallest = Math.min(smallest, value);
        largest = Math.max(largest, value);
      }

      double mean = sum / values.length;
      return new Moments(mean, Math.sqrt(squares / values.length - mean * mean), smallest, largest);
    }
  }

  private static void assertUniform(Initialization initialization, double low, double high) {
    Moments moments = Moments.of(draw(initialization));
    double width = high - low;
    assertThat(moments.smallest()).isBetween(low, low + 1e-4 * width);
    assertThat(moments.largest()).isBetween(high - 1e-4 * width, high);
    assertThat(moments.mean()).isCloseTo((low + high) / 2, within(2e-3 * width));
    assertThat(moments.deviation()).isCloseTo(width / Math.sqrt(12), within(1e-3 * width));
  }

  private static void assertNormal(Initialization initialization, double mean, double deviation) {
    float[] values = draw(initialization);
    Moments moments = Moments.of(values);
    assertThat(moments.mean()).isCloseTo(mean, within(5e-3 * deviation));
    assertThat(moments.deviation()).isCloseTo(deviation, within(5e-3 * deviation));
    assertThat(share(values, mean, deviation)).isCloseTo(0.682689, within(2e-3));
    assertThat(share(values, mean, 3 * deviation)).isCloseTo(0.997300, within(3e-4));
  }

  /** The share of values no further from the mean than this. */
  private static double share(float[] values, double mean, double distance) {
    int near = 0;
    for (float value : values) {
      near += Math.abs(value - mean) <= distance ? 1 : 0;
    }

    return (double) near / values.length;
  }

  @Test
  void uniform() {
    assertUniform(Initialization.uniform(-0.5, 2), -0.5, 2);
    assertUniform(Initialization.uniformByFanIn(FAN_IN), -0.02, 0.02);
    double xavier = 2 * Math.sqrt(6.0 / (FAN_IN + FAN_OUT));
    assertUniform(Initialization.xavierUniform(FAN_IN, FAN_OUT, 2), -xavier, xavier);
    double kaiming = Math.sqrt(6.0 / FAN_OUT);
    assertUniform(
        Initialization.kaimingUniform(FAN_OUT, Nonlinearity.RELU.gain()), -kaiming, kaiming);
  }

  @Test
  void normal() {
    assertNormal(Initialization.normal(3, 0.1), 3, 0.1);
    assertNormal(
        Initialization.xavierNormal(FAN_IN, FAN_OUT, Nonlinearity.TANH.gain()),
        0,
        5.0 / 3 * Math.sqrt(2.0 / (FAN_IN + FAN_OUT)));
    assertNormal(
        Initialization.kaimingNormal(FAN_IN, Nonlinearity.RELU.gain()), 0, Math.sqrt(2.0 / FAN_IN));
    assertNormal(
        Initialization.kaimingNormal(FAN_IN, Nonlinearity.leakyReluGain(0.5)),
        0,
        Math.sqrt(1.6 / FAN_IN));
  }

  /** So that networks keep the bytes they began with before other gains were known. */
  @Test
  void kaimingNormalForReluHasTheRootOfTwoOverFan() {
    assertThat(draw(Initialization.kaimingNormal(27, Nonlinearity.RELU.gain())))
        .isEqualTo(draw(Initialization.normal(Math.sqrt(2.0 / 27))));
  }

  @Test
  void drawsDependOnSeedAndNameAlone() {
    Initialization normal = Initialization.normal(1);

    assertThat(normal.values(1000, RandomStream.of(1, "a")))
        .isEqualTo(normal.values(1000, RandomStream.of(1, "a")))
        .isNotEqualTo(normal.values(1000, RandomStream.of(1, "b")))
        .isNotEqualTo(normal.values(1000, RandomStream.of(2, "a")));
  }

  @Test
  void orthogonalRowsOrColumns() {
    assertOrthogonal(64, 64, 1);
    assertOrthogonal(48, 300, 1);
    assertOrthogonal(300, 48, Math.sqrt(2));
    assertOrthogonal(1, 10, 3);
  }

  private static void assertOrthogonal(int rows, int columns, double gain) {
    float[] matrix =
        Initialization.orthogonal(columns, gain)
            .values(rows * columns, RandomStream.of(3, "fc.weight"));
    int count = Math.min(rows, columns);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double product = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          product +=
              rows <= columns
                  ? (double) matrix[i * columns + k] * matrix[j * columns + k]
                  : (double) matrix[k * columns + i] * matrix[k * columns + j];
        }

        assertThat(product)
            .as("%d x %d, vectors %d and %d", rows, columns, i, j)
            .isCloseTo(i == j ? gain * gain : 0, within(1e-6 * gain * gain));
      }
    }
  }

  /** All orthogonal matrices are equally likely: in two dimensions half of them are mirrored. */
  @Test
  void orthogonalMatricesHaveNoPreferredDirection() {
    int mirrored = 0;
    double sum = 0;
    for (int seed = 0; seed < 4000; seed++) {
      float[] m = Initialization.orthogonal(2, 1).values(4, RandomStream.of(seed, "fc.weight"));
      mirrored += m[0] * m[3] - m[1] * m[2] < 0 ? 1 : 0;
      sum += m[0];
    }

    assertThat(mirrored).isBetween(1850, 2150);
    assertThat(sum / 4000).isCloseTo(0, within(0.04));
  }

  @Test
  void orthogonalIsForMatrices() {
    assertThatThrownBy(
            () -> Initialization.orthogonal(4, 1).values(7, RandomStream.of(0, "fc.bias")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Orthogonal initialization is for matrices of 4 columns, got 7 elements");
  }

  @Test
  void gainsOfPyTorch() {
    assertThat(Nonlinearity.LINEAR.gain()).isEqualTo(1);
    assertThat(Nonlinearity.SIGMOID.gain()).isEqualTo(1);
    assertThat(Nonlinearity.TANH.gain()).isEqualTo(5.0 / 3);
    assertThat(Nonlinearity.RELU.gain()).isEqualTo(Math.sqrt(2));
    assertThat(Nonlinearity.LEAKY_RELU.gain()).isCloseTo(1.41414286, within(1e-8));
    assertThat(Nonlinearity.leakyReluGain(0.2)).isCloseTo(1.38675049, within(1e-8));
    assertThat(Nonlinearity.SELU.gain()).isEqualTo(0.75);
  }

  /** Longer than the stretches in which they are written, and of an odd length. */
  @Test
  void whatIsWrittenToABufferIsWhatAnArrayOfAllHolds() {
    int length = 3 * 65_537;
    for (Initialization draw :
        List.of(
            Initialization.normal(1, 2),
            Initialization.uniform(3),
            Initialization.constant(4),
            Initialization.orthogonal(3, 1))) {
      FloatBuffer written = FloatBuffer.allocate(length + 2);
      draw.write(written, 1, length, RandomStream.of(1, "fc.weight"));
      float[] expected = draw.values(length, RandomStream.of(1, "fc.weight"));
      assertThat(Arrays.copyOfRange(written.array(), 1, length + 1)).isEqualTo(expected);
      assertThat(written.get(0)).isZero();
      assertThat(written.get(length + 1)).isZero();
    }
  }
}
