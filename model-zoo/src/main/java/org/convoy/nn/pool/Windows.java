package org.convoy.nn.pool;

import static org.convoy.nn.dl4j.ArrayOperations.execute;
import static org.convoy.nn.dl4j.ArrayOperations.spatialSize;

import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Pooling on ND4J's operations, which get an input that has its padding already. */
record Windows(Pooling2d geometry) {
  private static final int EXPLICIT_PADDING = 0;
  private static final int DIVIDE_BY_KERNEL_SIZE = 1;
  private static final int NCHW = 0;

  /** One of ND4J's operations; averages are divided by the whole kernel's size. */
  void pool(String operation, INDArray padded, INDArray output) {
    execute(pooling(operation).addInputs(padded).addOutputs(output));
  }

  /** The gradient of {@link #pool}. */
  void poolBackward(
      String operation, INDArray padded, INDArray outputGradient, INDArray paddedGradient) {
    execute(pooling(operation).addInputs(padded, outputGradient).addOutputs(paddedGradient));
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder pooling(String name) {
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(
            geometry.kernel().height(),
            geometry.kernel().width(),
            geometry.stride().height(),
            geometry.stride().width(),
            0,
            0,
            1,
            1,
            EXPLICIT_PADDING,
            DIVIDE_BY_KERNEL_SIZE,
            NCHW);
  }

  /** The input with explicit padding wherever a window reaches; the input itself if none does. */
  INDArray padded(INDArray input, double value) {
    Size2d size = spatialSize(input);
    Size2d covered = geometry.coveredSize(size);
    if (covered.equals(size)) {
      return input;
    }

    INDArray padded =
        Nd4j.valueArrayOf(
            new long[] {input.size(0), input.size(1), covered.height(), covered.width()},
            value,
            input.dataType());
    interior(padded, size).assign(input);
    return padded;
  }

  /** Writes the part of a padded array that is not padding, unless it is the same array. */
  void crop(INDArray padded, INDArray cropped) {
    if (padded != cropped) {
      cropped.assign(interior(padded, spatialSize(cropped)));
    }
  }

  private INDArray interior(INDArray padded, Size2d size) {
    int top = geometry.padding().height();
    int left = geometry.padding().width();
    return padded.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        NDArrayIndex.interval(top, top + size.height()),
        NDArrayIndex.interval(left, left + size.width()));
  }
}
