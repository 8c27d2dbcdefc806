package org.convoy.nn.kernel;

import org.convoy.nn.op.Pooling2d;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Indices of max pooling and its partial inverse on ND4J's operations. */
final class Nd4jUnpooling {
  private static final int PLANE_AXIS = 0;

  private Nd4jUnpooling() {}

  /** Visits the positions of the windows in order and keeps the first maximum. */
  static void indices(Pooling2d geometry, INDArray input, INDArray padded, INDArray indices) {
    INDArray maximum =
        Nd4j.valueArrayOf(indices.shape(), Double.NEGATIVE_INFINITY, input.dataType());
    PoolingWindows windows = PoolingWindows.of(geometry, input, indices);
    // Doubles hold all indices exactly.
    INDArray found = Nd4j.zeros(DataType.DOUBLE, indices.shape());
    found.addi(perOutput(windows.firstInside(), indices));
    for (int position = 0; position < geometry.kernel().area(); position++) {
      INDArray seen = DilatedMaxPool2d.slice(geometry, padded, indices, position);
      INDArray isLarger = seen.gt(maximum).castTo(DataType.DOUBLE);
      INDArray place = perOutput(windows.at(position), indices);
      found.addi(found.rsub(place).muli(isLarger));
      DilatedMaxPool2d.keepLarger(maximum, seen);
    }

    indices.assign(found.castTo(DataType.INT64));
  }

  private static INDArray perOutput(double[] places, INDArray indices) {
    return Nd4j.createFromArray(places).reshape(1, 1, indices.size(2), indices.size(3));
  }

  static void forward(INDArray input, INDArray indices, INDArray output) {
    checkInside(indices, output.size(2) * output.size(3));
    output.assign(0);
    Nd4j.exec(
        DynamicCustomOp.builder("scatter_upd")
            .addInputs(flat(output), flatIndices(indices, output), flat(input))
            .addOutputs(flat(output))
            .build());
  }

  static void backward(INDArray indices, INDArray outputGradient, INDArray inputGradient) {
    Nd4j.exec(
        DynamicCustomOp.builder("gather")
            .addInputs(flat(outputGradient), flatIndices(indices, outputGradient))
            .addOutputs(flat(inputGradient))
            .addIntegerArguments(PLANE_AXIS)
            .build());
  }

  private static void checkInside(INDArray indices, long area) {
    long largest = indices.maxNumber().longValue();
    if (largest >= area) {
      throw new IllegalArgumentException(
          "Index " + largest + " of max pooling is not in an output plane of " + area + " pixels");
    }
  }

  private static INDArray flat(INDArray array) {
    return array.reshape(array.length());
  }

  /** The indices counted over all planes of the unpooled array. */
  private static INDArray flatIndices(INDArray indices, INDArray unpooled) {
    long planes = indices.size(0) * indices.size(1);
    long area = unpooled.size(2) * unpooled.size(3);
    double[] starts = new double[Math.toIntExact(planes)];
    for (int plane = 0; plane < planes; plane++) {
      starts[plane] = (double) plane * area;
    }

    INDArray start = Nd4j.createFromArray(starts).castTo(DataType.INT64).reshape('c', planes, 1);
    return flat(indices.reshape('c', planes, indices.length() / planes).add(start));
  }
}
