package org.convoy.nn.shape;

import org.convoy.nn.dl4j.StatelessLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link ZeroPadShortcut}. */
final class ZeroPadShortcutLayer extends StatelessLayer<ZeroPadShortcut> {
  ZeroPadShortcutLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.zeroPadShortcut(layerConf().stride(), layerConf().channelsBefore(), input, output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.zeroPadShortcutBackward(
        layerConf().stride(), layerConf().channelsBefore(), outputGradient, inputGradient);
  }
}
