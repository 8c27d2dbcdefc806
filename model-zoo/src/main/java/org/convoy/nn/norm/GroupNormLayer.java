package org.convoy.nn.norm;

import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtime of {@link GroupNorm}. */
final class GroupNormLayer extends TrainableLayer<GroupNorm> {
  GroupNormLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    kernels.groupNorm(
        layerConf().numGroups(),
        layerConf().eps(),
        input,
        parameterOrNull(GroupNorm.WEIGHT),
        parameterOrNull(GroupNorm.BIAS),
        output);
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    kernels.groupNormBackward(
        layerConf().numGroups(),
        layerConf().eps(),
        input,
        parameterOrNull(GroupNorm.WEIGHT),
        outputGradient,
        inputGradient,
        parameterGradient(GroupNorm.WEIGHT),
        parameterGradient(GroupNorm.BIAS));
  }
}
