package org.convoy.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.convoy.state.ModelState;
import org.junit.jupiter.api.Test;

final class TestHalfPrecision {
  private static float[] random(int length, double size) {
    SplittableRandom random = new SplittableRandom(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextDouble(-1, 1) * size * Math.pow(2, -random.nextInt(20)));
    }

    return values;
  }

  private static float[] rounded(float... values) {
    HalfPrecision.round(values);
    return values;
  }

  private static float[] packed(float[] values) {
    short[] bits = new short[values.length];
    float[] unpacked = new float[values.length];
    int scale = HalfPrecision.pack(values, 0, values.length, bits);
    HalfPrecision.unpack(bits, scale, unpacked, 0, values.length);
    return unpacked;
  }

  @Test
  void roundsToElevenBitsTiesToEven() {
    assertThat(rounded(1 + 0x1p-11f, 1 + 0x3p-11f, 1 + 0x1.2p-11f, -3, 0))
        .containsExactly(1, 1 + 0x4p-11f, 1 + 0x2p-11f, -3, 0);
  }

  @Test
  void errorIsAtMostHalfAStepWhateverTheSize() {
    for (double size : new double[] {1e-30, 1e-8, 1, 1e30}) {
      float[] values = random(HalfPrecision.BLOCK, size);
      float[] rounded = rounded(values.clone());
      for (int i = 0; i < values.length; i++) {
        assertThat(rounded[i]).isCloseTo(values[i], within(Math.abs(values[i]) * 0x1p-11f));
      }
    }
  }

  @Test
  void roundedValuesPackWithoutLoss() {
    float[] values = rounded(random(HalfPrecision.BLOCK, 1e-8));
    float[] rangeOfABlock = rounded(1.9999f, 0x1p-27f, 0x1p-39f, 0x1p-60f, -1, 0);

    assertThat(packed(values)).isEqualTo(values);
    assertThat(packed(rangeOfABlock)).isEqualTo(rangeOfABlock);
    assertThat(rangeOfABlock).startsWith(2).contains(0x1p-27f, 0);
  }

  /** What a vector that is sent goes by: whatever is told to be rounded packs without loss. */
  @Test
  void tellsWhetherABlockIsRounded() {
    SplittableRandom random = new SplittableRandom(4);
    for (int block = 0; block < 20_000; block++) {
      float[] values = new float[1 + random.nextInt(4)];
      for (int i = 0; i < values.length; i++) {
        int mask = random.nextBoolean() ? -1 << 13 : -1 << random.nextInt(32);
        values[i] = Float.intBitsToFloat(random.nextInt() & mask);
      }

      boolean isRounded = HalfPrecision.isRounded(values, 0, values.length);
      assertThat(isRounded && !sameBits(packed(values), values)).isFalse();
      if (areNormal(values)) {
        assertThat(isRounded).isEqualTo(sameBits(packed(values), values));
        float[] rounded = rounded(values);
        assertThat(HalfPrecision.isRounded(rounded, 0, rounded.length)).isTrue();
      }
    }
  }

  private static boolean areNormal(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value) || (value != 0 && Math.abs(value) < Float.MIN_NORMAL)) {
        return false;
      }
    }

    return true;
  }

  private static boolean sameBits(float[] some, float[] others) {
    for (int i = 0; i < some.length; i++) {
      if (Float.floatToRawIntBits(some[i]) != Float.floatToRawIntBits(others[i])) {
        return false;
      }
    }

    return true;
  }

  @Test
  void whatIsNotFiniteStays() {
    float[] values = rounded(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.5f);

    assertThat(packed(values))
        .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.5f);
  }

  /** Moves far below a half's step from 1 add up, because the driver keeps what is rounded away. */
  @Test
  void smallMovesAddUp() {
    ModelState state = new ModelState(new float[] {1}, new float[0]);
    for (int round = 0; round < 1_000; round++) {
      ModelState start = Precision.HALF.start(state);
      ModelState worker =
          new ModelState(new float[] {start.parameters()[0] + 0x1p-20f}, new float[0]);
      state = Precision.HALF.end(state, Precision.HALF.result(start, worker));
    }

    assertThat(state.parameters()[0]).isEqualTo(1 + 1_000 * 0x1p-20f);
  }

  @Test
  void vectorsThatAreNotSharedStayEmpty() {
    ModelState state = new ModelState(new float[] {1}, new float[] {2});
    ModelState shared = new ModelState(new float[] {3}, new float[0]);
    ModelState end =
        Precision.HALF.end(state, Precision.HALF.result(Precision.HALF.start(state), shared));

    assertThat(end.parameters()).containsExactly(3);
    assertThat(end.optimizerState()).isEmpty();
  }
}
