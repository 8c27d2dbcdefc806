package org.convoy.nn.dl4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The shape of a batch from the shape of one example. */
public final class BatchShape {
  private BatchShape() {}

  public static long[] of(INDArray batch, List<Integer> exampleShape) {
    long[] shape = new long[exampleShape.size() + 1];
    shape[0] = batch.size(0);
    for (int i = 0; i < exampleShape.size(); i++) {
      shape[i + 1] = exampleShape.get(i);
    }

    return shape;
  }
}
