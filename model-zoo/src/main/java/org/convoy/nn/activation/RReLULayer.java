package org.convoy.nn.activation;

import java.util.SplittableRandom;
import org.convoy.nn.dl4j.RandomLayer;
import org.convoy.nn.kernel.ArrayMemory;
import org.convoy.nn.kernel.Kernels;
import org.convoy.nn.op.Activation;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link RReLU}. */
final class RReLULayer extends RandomLayer<RReLU> {
  RReLULayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    if (latestWasTraining()) {
      applySlopes(input, input, output);
    } else {
      kernels.activation(expected(), input, output);
    }
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    if (latestWasTraining()) {
      applySlopes(input, outputGradient, inputGradient);
    } else {
      kernels.activationBackward(expected(), input, outputGradient, inputGradient);
    }
  }

  private Activation expected() {
    return layerConf().rectifier().expected();
  }

  private void applySlopes(INDArray input, INDArray from, INDArray to) {
    SplittableRandom random = random();
    double[] signs = ArrayMemory.copyAsDoubles(input);
    double[] values = ArrayMemory.copyAsDoubles(from);
    for (int i = 0; i < values.length; i++) {
      double slope = layerConf().rectifier().draw(random);
      values[i] = signs[i] > 0 ? values[i] : values[i] * slope;
    }

    ArrayMemory.assign(to, values);
  }
}
