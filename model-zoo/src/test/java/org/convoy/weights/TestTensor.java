package org.convoy.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class TestTensor {

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int index = 0; index < values.length; index += 1) {
      bytes[index] = (byte) values[index];
    }

    return bytes;
  }

  @Test
  void floatsAreLittleEndian() {
    Tensor tensor = Tensor.ofFloats(new float[] {1, -2.5f}, 1, 2);

    assertThat(tensor.bytes())
        .isEqualTo(ByteBuffer.wrap(bytes(0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0)));
    assertThat(tensor.floats()).containsExactly(1, -2.5f);
    assertThat(tensor.doubles()).containsExactly(1, -2.5);
    assertThat(tensor.shape()).containsExactly(1, 2);
    assertThat(tensor.size()).isEqualTo(2);
    assertThat(tensor).hasToString("F32[1, 2]");
  }

  @Test
  void floatsCanBePartOfABuffer() {
    FloatBuffer buffer = FloatBuffer.wrap(new float[] {1, 2, 3, 4}, 1, 2);

    assertThat(Tensor.ofFloats(buffer, 2).floats()).containsExactly(2, 3);
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void halfPrecisionIsConvertedExactly() {
    Tensor half =
        Tensor.of(
            DataType.F16,
            bytes(
                0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, 0x01, 0x80, 0, 0x7c, 0, 0x80, 0,
                0x7e),
            8);

    assertThat(half.floats())
        .containsExactly(
            1, -2, 65504, 0x1p-24f, -0x1p-24f, Float.POSITIVE_INFINITY, -0.0f, Float.NaN);
    assertThat(Tensor.of(DataType.F16, bytes(0xff, 0x03, 0x00, 0x04), 2).floats())
        .containsExactly(0x1p-14f - 0x1p-24f, 0x1p-14f);
  }

  @Test
  void brainFloatsAreConvertedExactly() {
    Tensor brain = Tensor.of(DataType.BF16, bytes(0x80, 0x3f, 0x20, 0xc0, 0xc0, 0x7f), 3);

    assertThat(brain.floats()).containsExactly(1, -2.5f, Float.NaN);
  }

  @Test
  void integersOfAllSizes() {
    assertThat(Tensor.ofLongs(new long[] {Long.MIN_VALUE, 5}, 2).longs())
        .containsExactly(Long.MIN_VALUE, 5);
    assertThat(Tensor.ofInts(new int[] {-1, 7}, 2).longs()).containsExactly(-1, 7);
    assertThat(Tensor.of(DataType.U32, bytes(255, 255, 255, 255), 1).longs())
        .containsExactly(4294967295L);
    assertThat(Tensor.of(DataType.I16, bytes(255, 255), 1).longs()).containsExactly(-1);
    assertThat(Tensor.of(DataType.U16, bytes(255, 255), 1).longs()).containsExactly(65535);
    assertThat(Tensor.of(DataType.I8, bytes(255), 1).longs()).containsExactly(-1);
    assertThat(Tensor.of(DataType.U8, bytes(255), 1).longs()).containsExactly(255);
    assertThat(Tensor.of(DataType.BOOL, bytes(0, 1), 2).longs()).containsExactly(0, 1);
    assertThat(Tensor.of(DataType.U64, bytes(1, 0, 0, 0, 0, 0, 0, 0), 1).longs())
        .containsExactly(1);
    Tensor large = Tensor.of(DataType.U64, bytes(0, 0, 0, 0, 0, 0, 0, 128), 1);
    assertThatThrownBy(large::longs)
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("9223372036854775808 does not fit a long");
  }

  @Test
  void conversionsThatLoseSomethingAreRefused() {
    assertThatThrownBy(() -> Tensor.ofDoubles(new double[1], 1).floats())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tensor of F64 cannot be read as floats");
    assertThatThrownBy(() -> Tensor.ofFloats(new float[1], 1).longs())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tensor of F32 cannot be read as integers");
    assertThat(Tensor.ofDoubles(new double[] {0.1}, 1).doubles()).containsExactly(0.1);
  }

  @Test
  void shapeMustFitTheValues() {
    assertThat(Tensor.ofFloats(new float[] {3}).shape()).isEmpty();
    assertThat(Tensor.ofFloats(new float[0], 3, 0).size()).isZero();
    assertThatThrownBy(() -> Tensor.ofFloats(new float[3], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("F32 of shape [2, 2] takes 16 bytes, not 12");
    assertThatThrownBy(() -> Tensor.ofFloats(new float[3], -3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative dimension in [-3]");
  }

  @Test
  void equalityIsByTypeShapeAndBits() {
    Tensor tensor = Tensor.ofFloats(new float[] {1, 2}, 2);

    assertThat(tensor)
        .isEqualTo(Tensor.ofFloats(new float[] {1, 2}, 2))
        .hasSameHashCodeAs(Tensor.ofFloats(new float[] {1, 2}, 2))
        .isNotEqualTo(Tensor.ofFloats(new float[] {1, 2}, 1, 2))
        .isNotEqualTo(Tensor.ofFloats(new float[] {1, 3}, 2))
        .isNotEqualTo(Tensor.of(DataType.I32, bytes(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40), 2));
  }
}
