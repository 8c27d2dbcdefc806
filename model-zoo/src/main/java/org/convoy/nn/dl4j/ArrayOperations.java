package org.convoy.nn.dl4j;

import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * What the arithmetic of several families needs of ND4J, some of it in place of its own slow or
 * wrong ways.
 */
public final class ArrayOperations {
  private ArrayOperations() {}

  /** Runs an operation on the inputs and outputs that it was given. */
  public static void execute(DynamicCustomOp.DynamicCustomOpsBuilder operation) {
    Nd4j.exec(operation.build());
  }

  /**
   * The product of two matrices.
   *
   * @param transposeLeft 1 to transpose it, else 0
   */
  public static void matrixProduct(
      INDArray left, int transposeLeft, INDArray right, int transposeRight, INDArray result) {
    execute(
        DynamicCustomOp.builder("matmul")
            .addInputs(left, right)
            .addOutputs(result)
            .addIntegerArguments(transposeLeft, transposeRight, 0));
  }

  /** Height and width of [n, c, h, w]. */
  public static Size2d spatialSize(INDArray array) {
    return new Size2d(Math.toIntExact(array.size(2)), Math.toIntExact(array.size(3)));
  }

  /** [n, c, h, w] as [n * c, h * w], the same memory. */
  public static INDArray planes(INDArray array) {
    return array.reshape('c', array.size(0) * array.size(1), array.size(2) * array.size(3));
  }

  /** [n, c, ...] as [n, c, h * w, 1], the same memory. */
  public static INDArray images(INDArray array) {
    long planes = array.size(0) * array.size(1);
    return array.reshape('c', array.size(0), array.size(1), array.length() / planes, 1);
  }

  /** [c] as [1, c, 1, 1], the same memory. */
  public static INDArray perChannel(INDArray vector) {
    return vector.reshape(1, vector.length(), 1, 1);
  }

  /**
   * Sums over all of a channel by a matrix product: ND4J's reductions take many times longer.
   *
   * @param array [n, c, h, w]
   * @param sums [c]
   */
  public static void channelSums(INDArray array, INDArray sums) {
    INDArray planes = planes(array);
    INDArray ones = Nd4j.ones(array.dataType(), planes.size(1), 1);
    INDArray planeSums = Nd4j.createUninitialized(array.dataType(), planes.size(0), 1);
    matrixProduct(planes, 0, ones, 0, planeSums);
    planeSums.reshape('c', array.size(0), array.size(1)).sum(sums, 0);
  }

  /** {@code min(x, 0)}. */
  public static INDArray negative(INDArray x) {
    return Transforms.min(x, 0, true);
  }

  /** One where {@code x > bound}, else zero. */
  public static INDArray above(INDArray x, double bound) {
    INDArray result = x.ulike();
    Nd4j.getExecutioner().exec(new Step(x, result, bound));
    return result;
  }

  /** One where {@code x < bound}, else zero. */
  public static INDArray below(INDArray x, double bound) {
    return above(x.neg(), -bound);
  }

  /**
   * The positions first, first + stride … of an axis, {@code count} of them; the same memory.
   * ND4J's own intervals with a stride refuse or shorten those that end within a stride of the
   * axis's end.
   */
  public static INDArray strided(INDArray array, int axis, long first, long stride, long count) {
    long last = first + (count - 1) * stride;
    if (first < 0 || last >= array.size(axis)) {
      throw new IndexOutOfBoundsException(
          "Positions " + first + " to " + last + " of an axis of length " + array.size(axis));
    }

    long[] shape = array.shape().clone();
    shape[axis] = count;
    long[] strides = array.stride().clone();
    strides[axis] *= stride;
    long offset = array.offset() + first * array.stride(axis);
    return Nd4j.create(array.data(), shape, strides, offset, 'c');
  }
}
