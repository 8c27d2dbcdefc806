package org.convoy.data.transform.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.List;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.Pixels;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;
import org.junit.jupiter.api.Test;

class TestRandomErasing {
  private static final ImageShape SHAPE = new ImageShape(40, 50, 3);
  private static final int PLANE = 40 * 50;

  @Test
  void erasesOneRectangleOfAllChannels() {
    float[] values = erase(erasing(1, new ErasingValue.Constant(List.of(1.0, 2.0, 3.0))), 5);
    int top = PLANE;
    int left = 50;
    int bottom = -1;
    int right = -1;
    int erased = 0;

    for (int i = 0; i < PLANE; i++) {
      assertThat(values[PLANE + i]).isEqualTo(2 * values[i]);
      assertThat(values[2 * PLANE + i]).isEqualTo(3 * values[i]);

      if (values[i] != 0) {
        top = Math.min(top, i / 50);
        bottom = Math.max(bottom, i / 50);
        left = Math.min(left, i % 50);
        right = Math.max(right, i % 50);
        erased++;
      }
    }

    assertThat(erased).isPositive().isEqualTo((bottom - top + 1) * (right - left + 1));
  }

  private static float[] erase(RandomErasing erasing, int sample) {
    FloatBuffer tensor = Pixels.direct(new float[SHAPE.elements()]);
    erasing.apply(tensor, SHAPE, RandomSource.of(1, 0, sample));
    return Pixels.contents(tensor);
  }

  private static RandomErasing erasing(double p, ErasingValue value) {
    return new RandomErasing(p, RandomErasing.DEFAULT_SCALE, RandomErasing.DEFAULT_RATIO, value);
  }

  @Test
  void erasesAsOftenAndAsMuchAsTorchvision() {
    RandomErasing erasing = erasing(0.5, new ErasingValue.Constant(List.of(1.0)));
    int hits = 0;
    double area = 0;

    for (int sample = 0; sample < 10_000; sample++) {
      int erased = 0;

      for (float value : erase(erasing, sample)) {
        erased += value == 0 ? 0 : 1;
      }

      hits += erased == 0 ? 0 : 1;
      area += erased / (double) SHAPE.elements();
    }

    // The mean of 20,000 draws of torchvision's get_params on a tensor of this shape.
    assertThat(hits).isCloseTo(5000, within(150));
    assertThat(area / hits).isCloseTo(0.1727, within(0.004));
  }

  @Test
  void noiseIsNormal() {
    RandomErasing erasing =
        new RandomErasing(1, new Range(0.6, 0.6), new Range(1, 1), new ErasingValue.Noise());
    double sum = 0;
    double squares = 0;
    int erased = 0;

    for (float value : erase(erasing, 1)) {
      sum += value;
      squares += value * value;
      erased += value == 0 ? 0 : 1;
    }

    assertThat(erased).isEqualTo(3 * 35 * 35);
    assertThat(sum / erased).isCloseTo(0, within(0.05));
    assertThat(squares / erased).isCloseTo(1, within(0.08));
  }

  @Test
  void leavesImagesThatNoRectangleFits() {
    RandomErasing erasing =
        new RandomErasing(1, new Range(1, 1), new Range(1, 1), new ErasingValue.Noise());

    assertThat(erase(erasing, 1)).containsOnly(0f);
  }

  @Test
  void refusesWrongArguments() {
    ErasingValue zero = new ErasingValue.Constant(List.of(0.0));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> erasing(2, zero))
        .withMessage("p must be from 0 to 1, got 2.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomErasing(1, new Range(0, 2), RandomErasing.DEFAULT_RATIO, zero))
        .withMessage("scale must be within 0 and 1, it is (0.0, 2.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RandomErasing(1, RandomErasing.DEFAULT_SCALE, new Range(0, 2), zero))
        .withMessage("ratio must be positive, it is (0.0, 2.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ErasingValue.Constant(List.of()))
        .withMessage("value must be one number for all channels or one for each, it is []");
  }
}
