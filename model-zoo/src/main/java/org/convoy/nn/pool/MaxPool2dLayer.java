package org.convoy.nn.pool;

import java.util.Arrays;
import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runtime of {@link MaxPool2d}. */
final class MaxPool2dLayer extends StatelessLayer<MaxPool2d> {
  private transient INDArray indices;

  MaxPool2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.maxPool2d(layerConf().geometry(), input, output);
    if (layerConf().returnsIndices()) {
      makeRoomForIndices(output.shape());
      kernels.maxPool2dIndices(layerConf().geometry(), input, indices);
    }
  }

  /** Outside of all workspaces, for the vertex that reads them runs later. */
  private void makeRoomForIndices(long[] shape) {
    if (indices == null || !Arrays.equals(indices.shape(), shape)) {
      indices = Nd4j.createUninitializedDetached(DataType.INT64, shape);
    }
  }

  /** Where the latest maxima were found in the input's planes, [n, c, oh, ow]. */
  INDArray indices() {
    return indices;
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.maxPool2dBackward(layerConf().geometry(), input, outputGradient, inputGradient);
  }
}
