package org.convoy.nn.dropout;

import java.util.SplittableRandom;
import org.convoy.nn.dl4j.RandomLayer;
import org.convoy.nn.dl4j.StatelessConfiguration;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Kernels;
import org.convoy.nn.op.Operation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link Dropout} and {@link Dropout2d}. */
final class DropoutLayer extends RandomLayer<StatelessConfiguration> {
  private final Operation.Dropout dropout;
  private final boolean wholeChannels;

  DropoutLayer(
      NeuralNetConfiguration conf,
      DataType dataType,
      Operation.Dropout dropout,
      boolean wholeChannels) {
    super(conf, dataType);
    this.dropout = dropout;
    this.wholeChannels = wholeChannels;
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    applyMask(input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    applyMask(outputGradient, inputGradient);
  }

  private void applyMask(INDArray from, INDArray to) {
    if (!latestWasTraining()) {
      to.assign(from);
      return;
    }

    SplittableRandom random = random();
    double[] values = ArrayMemory.copyAsDoubles(from);
    int stretch = wholeChannels ? values.length / Math.toIntExact(from.size(0) * from.size(1)) : 1;
    for (int start = 0; start < values.length; start += stretch) {
      double factor = dropout.draw(random);
      for (int i = start; i < start + stretch; i++) {
        values[i] *= factor;
      }
    }

    ArrayMemory.assign(to, values);
  }
}
