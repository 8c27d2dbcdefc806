package org.convoy.strategy;

/**
 * Vectors of half precision (IEEE 754 binary16), 11 significant bits, in blocks of {@value #BLOCK}
 * values with an exponent of their own: a block's largest value lies near the format's largest one,
 * so that neither it overflows nor second moments of Adam vanish. What a block's largest value
 * exceeds by more than 2^39 times becomes 0.
 */
public final class HalfPrecision {
  /** Values that share an exponent. */
  public static final int BLOCK = 1 << 12;

  /** Half precision's largest power of two is 2^15; a value may be rounded up to the next one. */
  private static final int LARGEST_EXPONENT = 14;

  /** Below the least normal number, 2^-14, a half has no more steps than 2^-24. */
  private static final int LEAST_EXPONENT = -14;

  private static final int SIGNIFICANT_BITS = 11;

  /** Of a float, beyond those bits: where one is set, as in most values, it is not rounded. */
  private static final int LOW_BITS = (1 << 13) - 1;

  private static final int INFINITY = 0x7c00;
  private static final int NOT_A_NUMBER = 0x7e00;

  private HalfPrecision() {}

  /**
   * Rounds values to the nearest ones of half precision, ties to even. What is rounded already
   * stays as it is.
   *
   * @param values changed in place; NaN and infinite ones stay as they are
   */
  public static void round(float[] values) {
    for (int from = 0; from < values.length; from += BLOCK) {
      roundBlock(values, from, Math.min(values.length, from + BLOCK));
    }
  }

  private static void roundBlock(float[] values, int from, int to) {
    int least = exponent(values, from, to) - LARGEST_EXPONENT + LEAST_EXPONENT;
    for (int i = from; i < to; i++) {
      int exponent = Math.max(Math.getExponent(values[i]), least);
      values[i] = (float) rounded(values[i], exponent - SIGNIFICANT_BITS + 1);
    }
  }

  /** To a multiple of 2^exponent. Adding and taking away a large number rounds by the hardware. */
  private static double rounded(float value, int exponent) {
    double ruler = Math.scalb(1.5, exponent + 52);
    return value + ruler - ruler;
  }

  private static int exponent(float[] values, int from, int to) {
    int largest = Float.MIN_EXPONENT;
    for (int i = from; i < to; i++) {
      int exponent = Math.getExponent(values[i]);
      largest = exponent > Float.MAX_EXPONENT ? largest : Math.max(largest, exponent);
    }

    return largest;
  }

  /**
   * Whether {@link #pack} and {@link #unpack} give the values of a block back to the bit, as they
   * do those that are {@link #round rounded}. Not told of blocks with values below the least normal
   * float.
   */
  public static boolean isRounded(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if ((Float.floatToRawIntBits(values[i]) & LOW_BITS) != 0) {
        return false;
      }
    }

    int least = exponent(values, from, to) - LARGEST_EXPONENT - 1 + LEAST_EXPONENT;
    for (int i = from; i < to; i++) {
      int exponent = Math.max(Math.getExponent(values[i]), least);
      boolean isSame =
          Float.isNaN(values[i])
              ? Float.floatToRawIntBits(values[i]) == Float.floatToIntBits(Float.NaN)
              : (float) rounded(values[i], exponent - SIGNIFICANT_BITS + 1) == values[i];
      if (!isSame) {
        return false;
      }
    }

    return true;
  }

  /**
   * The values of one block in half precision's bits, after scaling them by the power of two that
   * puts the largest of them between 2^15 and 2^16.
   *
   * @param bits where they go; as many as there are values are written
   * @return the scale's exponent, for {@link #unpack}
   */
  public static int pack(float[] values, int from, int to, short[] bits) {
    int scale = LARGEST_EXPONENT + 1 - exponent(values, from, to);
    for (int i = from; i < to; i++) {
      bits[i - from] = bits(Math.scalb((double) values[i], scale));
    }

    return scale;
  }

  /** Puts the values of a block back; rounded ones come out as they went in. */
  public static void unpack(short[] bits, int scale, float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      values[i] = (float) Math.scalb(value(bits[i - from]), -scale);
    }
  }

  private static short bits(double value) {
    int sign = Double.doubleToRawLongBits(value) < 0 ? 1 << 15 : 0;
    double size = Math.abs(value);
    if (Double.isNaN(size)) {
      return (short) NOT_A_NUMBER;
    }

    if (Double.isInfinite(size)) {
      return (short) (sign | INFINITY);
    }

    int exponent = Math.max(Math.getExponent(size), LEAST_EXPONENT);
    int steps = (int) Math.scalb(size, SIGNIFICANT_BITS - 1 - exponent);
    return (short) (sign | (((exponent - LEAST_EXPONENT) << (SIGNIFICANT_BITS - 1)) + steps));
  }

  private static double value(short bits) {
    int size = bits & Short.MAX_VALUE;
    double sign = bits < 0 ? -1 : 1;
    if (size >= INFINITY) {
      return size > INFINITY ? Double.NaN : sign * Double.POSITIVE_INFINITY;
    }

    int biased = size >> (SIGNIFICANT_BITS - 1);
    int fraction = size & ((1 << (SIGNIFICANT_BITS - 1)) - 1);
    int steps = biased == 0 ? fraction : fraction | (1 << (SIGNIFICANT_BITS - 1));
    return sign
        * Math.scalb(
            (double) steps, Math.max(biased, 1) - 1 + LEAST_EXPONENT - SIGNIFICANT_BITS + 1);
  }
}
