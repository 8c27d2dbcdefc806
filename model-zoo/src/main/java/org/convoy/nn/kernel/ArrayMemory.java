package org.convoy.nn.kernel;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Views of the host memory of dense arrays, so that values move in bulk and not one by one. */
public final class ArrayMemory {
  private ArrayMemory() {}

  /**
   * The array's own memory as a direct buffer in native byte order: writes go through. Valid as
   * long as the array is. On a GPU this is the host's copy, current and from now on the one that
   * counts: what is written before the array is next used in an operation is what that sees; see
   * {@link #refresh} for a buffer that is kept longer.
   *
   * @throws IllegalArgumentException if the array is not a dense float array in "c" order
   */
  public static FloatBuffer floats(INDArray array) {
    return bytes(array).asFloatBuffer();
  }

  /** As {@link #floats}, as bytes. */
  public static ByteBuffer bytes(INDArray array) {
    checkDense(array, DataType.FLOAT);
    BufferLimit.checkVector("The array's values", array.length());
    // The pointer itself starts there: a position would count towards the 2 GiB of a buffer.
    return new FloatPointer(pointer(array))
        .getPointer(array.offset())
        .capacity(array.length())
        .asByteBuffer();
  }

  /** As {@link #floats}, for an array of doubles. */
  public static DoubleBuffer doubles(INDArray array) {
    checkDense(array, DataType.DOUBLE);
    BufferLimit.checkVector("The array's values", 2 * array.length());
    return new DoublePointer(pointer(array))
        .getPointer(array.offset())
        .capacity(array.length())
        .asByteBuffer()
        .asDoubleBuffer();
  }

  /** The array's values, row by row, as doubles; any layout, float or double. */
  public static double[] copyAsDoubles(INDArray array) {
    INDArray dense = dense(array);
    double[] values = new double[Math.toIntExact(array.length())];
    if (array.dataType() == DataType.DOUBLE) {
      doubles(dense).get(values);
      return values;
    }

    FloatBuffer floats = floats(dense);
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get(i);
    }

    return values;
  }

  /** Writes values into a dense array of floats or doubles, row by row. */
  public static void assign(INDArray array, double[] values) {
    if (array.dataType() == DataType.DOUBLE) {
      doubles(array).put(values);
      return;
    }

    FloatBuffer floats = floats(array);
    for (int i = 0; i < values.length; i++) {
      floats.put(i, (float) values[i]);
    }
  }

  /** As {@link #assign(INDArray, double[])}. */
  public static void assign(INDArray array, float[] values) {
    if (array.dataType() == DataType.FLOAT) {
      floats(array).put(values);
      return;
    }

    DoubleBuffer doubles = doubles(array);
    for (int i = 0; i < values.length; i++) {
      doubles.put(i, values[i]);
    }
  }

  /** The array itself if it is dense and in "c" order, else such a copy. */
  public static INDArray dense(INDArray array) {
    return isDense(array) ? array : array.dup('c');
  }

  /**
   * Makes a buffer that {@link #floats} gave earlier current again, and the copy that counts. Does
   * nothing on a CPU, where there is only one copy.
   */
  public static void refresh(INDArray array) {
    Nd4j.getExecutioner().commit();
    AffinityManager locations = Nd4j.getAffinityManager();
    locations.ensureLocation(array, AffinityManager.Location.HOST);
    locations.tagLocation(array, AffinityManager.Location.HOST);
  }

  private static Pointer pointer(INDArray array) {
    refresh(array);
    return array.data().pointer();
  }

  private static void checkDense(INDArray array, DataType type) {
    if (array.dataType() != type || !isDense(array)) {
      throw new IllegalArgumentException(
          ("Array must be dense, in c order, of type %s, but is %s; copy it with dup('c')"
                  + " first")
              .formatted(type, array.shapeInfoToString().replace('\n', ' ')));
    }
  }

  private static boolean isDense(INDArray array) {
    long expected = 1;
    for (int dimension = array.rank() - 1; dimension >= 0; dimension--) {
      if (array.size(dimension) != 1 && array.stride(dimension) != expected) {
        return false;
      }

      expected *= array.size(dimension);
    }

    return true;
  }
}
