package org.convoy.nn.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.convoy.nn.parameter.ParameterLayout.Range;
import org.junit.jupiter.api.Test;

final class TestGradientNorm {
  @Test
  void isThatOfTheElementsInTheRanges() {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[5003];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
      boolean isOutside = i < 3 || (i >= 10 && i < 17);
      sum += isOutside ? 0 : (double) values[i] * values[i];
    }

    double norm =
        GradientNorm.of(FloatBuffer.wrap(values), List.of(new Range(3, 7), new Range(17, 4986)));

    assertThat(norm).isCloseTo(Math.sqrt(sum), within(1e-9));
  }

  @Test
  void doesNotOverflow() {
    double norm =
        GradientNorm.of(FloatBuffer.wrap(new float[] {3e30f, 4e30f}), List.of(new Range(0, 2)));

    assertThat(norm).isCloseTo(5e30, within(1e24));
  }
}
