package org.convoy.weights;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * An immutable array of numbers: little-endian bytes in row-major order, as files hold them. Typed
 * accessors convert where nothing is lost.
 *
 * <p>A {@link #viewOf view} shares a vector instead, so that a large model is written without a
 * second copy of it, and may pass 2 GiB.
 */
public final class Tensor {
  private static final int CHUNK = 1 << 14;

  private final DataType dataType;
  private final long[] shape;
  private final byte[] data;

  /** Of a view, in place of {@link #data}; else empty. */
  private final FloatBuffer shared;

  /** Takes over {@code data}. */
  Tensor(DataType dataType, long[] shape, byte[] data) {
    this.dataType = requireNonNull(dataType, "dataType is null");
    this.shape = shape.clone();
    this.data = data;
    this.shared = FloatBuffer.allocate(0);
    checkBytes(data.length);
  }

  private Tensor(FloatBuffer shared, long[] shape) {
    this.dataType = DataType.F32;
    this.shape = shape.clone();
    this.data = new byte[0];
    this.shared = shared;
    checkBytes(byteCount());
  }

  private void checkBytes(long bytes) {
    long expected = Math.multiplyExact(elements(shape), dataType.bytes());
    if (expected != bytes) {
      throw new IllegalArgumentException(
          "%s of shape %s takes %d bytes, not %d"
              .formatted(dataType, Arrays.toString(shape), expected, bytes));
    }
  }

  /**
   * An F32 tensor that shares its values with a vector, which must not change as long as the tensor
   * is used. Nothing is copied.
   *
   * @param offset of the first value
   * @param length how many there are
   */
  public static Tensor viewOf(float[] values, int offset, int length, long... shape) {
    return new Tensor(FloatBuffer.wrap(values, offset, length).slice(), shape);
  }

  /**
   * A tensor of any type.
   *
   * @param littleEndian the elements' bytes, copied
   * @param shape empty for a single number
   * @throws IllegalArgumentException when bytes and shape do not go together
   */
  public static Tensor of(DataType dataType, byte[] littleEndian, long... shape) {
    return new Tensor(dataType, shape, littleEndian.clone());
  }

  /** An F32 tensor. */
  public static Tensor ofFloats(float[] values, long... shape) {
    return ofFloats(FloatBuffer.wrap(values), shape);
  }

  /** An F32 tensor of what remains in a buffer, whose position does not change. */
  public static Tensor ofFloats(FloatBuffer values, long... shape) {
    byte[] data = allocate(values.remaining(), Float.BYTES);
    littleEndian(data).asFloatBuffer().put(values.duplicate());
    return new Tensor(DataType.F32, shape, data);
  }

  /** An F64 tensor. */
  public static Tensor ofDoubles(double[] values, long... shape) {
    byte[] data = allocate(values.length, Double.BYTES);
    littleEndian(data).asDoubleBuffer().put(values);
    return new Tensor(DataType.F64, shape, data);
  }

  /** An I64 tensor. */
  public static Tensor ofLongs(long[] values, long... shape) {
    byte[] data = allocate(values.length, Long.BYTES);
    littleEndian(data).asLongBuffer().put(values);
    return new Tensor(DataType.I64, shape, data);
  }

  /** An I32 tensor. */
  public static Tensor ofInts(int[] values, long... shape) {
    byte[] data = allocate(values.length, Integer.BYTES);
    littleEndian(data).asIntBuffer().put(values);
    return new Tensor(DataType.I32, shape, data);
  }

  private static byte[] allocate(int elements, int bytes) {
    return new byte[Math.multiplyExact(elements, bytes)];
  }

  private static ByteBuffer littleEndian(byte[] data) {
    return ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Number of elements of a shape.
   *
   * @throws ArithmeticException when it does not fit a long
   * @throws IllegalArgumentException for a negative dimension
   */
  static long elements(long[] shape) {
    long elements = 1;
    for (long dimension : shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(shape));
      }

      elements = Math.multiplyExact(elements, dimension);
    }

    return elements;
  }

  /** The type of the elements. */
  public DataType dataType() {
    return dataType;
  }

  /** The dimensions, outermost first; empty for a single number. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    return shared.hasRemaining() ? shared.remaining() : data.length / dataType.bytes();
  }

  /** Bytes that the elements take in a file. */
  long byteCount() {
    return (long) size() * dataType.bytes();
  }

  /** The elements' bytes: little-endian, read-only. Of a view, a copy of less than 2 GiB. */
  public ByteBuffer bytes() {
    return littleEndian(data()).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] data() {
    return shared.hasRemaining() ? ofFloats(shared, shape).data : data;
  }

  /** Writes the elements' bytes; of a view, chunk by chunk. */
  void writeTo(OutputStream stream) throws IOException {
    stream.write(data);
    byte[] chunk = new byte[Math.min(CHUNK, shared.remaining()) * Float.BYTES];
    for (int from = 0; from < shared.remaining(); from += CHUNK) {
      int length = Math.min(CHUNK, shared.remaining() - from);
      littleEndian(chunk).asFloatBuffer().put(0, shared, from, length);
      stream.write(chunk, 0, length * Float.BYTES);
    }
  }

  /**
   * The elements of an F32, F16 or BF16 tensor.
   *
   * @throws IllegalStateException for other types
   */
  public float[] floats() {
    float[] values = new float[size()];
    if (dataType == DataType.F32) {
      FloatBuffer floats = shared.hasRemaining() ? shared : littleEndian(data).asFloatBuffer();
      floats.get(0, values);
      return values;
    }

    if (dataType != DataType.F16 && dataType != DataType.BF16) {
      throw notStoredAs("floats");
    }

    ShortBuffer bits = littleEndian(data).asShortBuffer();
    for (int index = 0; index < values.length; index += 1) {
      short one = bits.get(index);
      values[index] = dataType == DataType.F16 ? fromHalf(one) : fromBrain(one);
    }

    return values;
  }

  /**
   * The elements of an F64, F32, F16 or BF16 tensor.
   *
   * @throws IllegalStateException for other types
   */
  public double[] doubles() {
    double[] values = new double[size()];
    if (dataType == DataType.F64) {
      littleEndian(data).asDoubleBuffer().get(values);
    } else {
      float[] floats = floats();
      Arrays.setAll(values, index -> floats[index]);
    }

    return values;
  }

  /**
   * The elements of a tensor of integers or booleans (0 or 1).
   *
   * @throws IllegalStateException for other types
   * @throws ArithmeticException for a U64 that does not fit
   */
  public long[] longs() {
    long[] values = new long[size()];
    for (int index = 0; index < values.length; index += 1) {
      values[index] = integer(index);
    }

    return values;
  }

  private long integer(int index) {
    ByteBuffer bytes = littleEndian(data);
    return switch (dataType) {
      case BOOL, U8 -> Byte.toUnsignedLong(bytes.get(index));
      case I8 -> bytes.get(index);
      case U16 -> Short.toUnsignedLong(bytes.getShort(2 * index));
      case I16 -> bytes.getShort(2 * index);
      case U32 -> Integer.toUnsignedLong(bytes.getInt(4 * index));
      case I32 -> bytes.getInt(4 * index);
      case I64 -> bytes.getLong(8 * index);
      case U64 -> signed(bytes.getLong(8 * index));
      default -> throw notStoredAs("integers");
    };
  }

  private static long signed(long unsigned) {
    if (unsigned < 0) {
      throw new ArithmeticException(Long.toUnsignedString(unsigned) + " does not fit a long");
    }

    return unsigned;
  }

  private static float fromBrain(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  private static float fromHalf(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      // Subnormal: the fraction counts multiples of 2^-24.
      return Math.copySign(fraction * 0x1p-24f, Float.intBitsToFloat(sign | 0x3f800000));
    }

    // The exponent's bias is 15 there and 127 here; all ones mean infinity or NaN in both.
    int wide = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  private IllegalStateException notStoredAs(String what) {
    return new IllegalStateException("a tensor of " + dataType + " cannot be read as " + what);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dataType == that.dataType
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(data(), that.data());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data());
  }

  @Override
  public String toString() {
    return dataType + Arrays.toString(shape);
  }
}
