package org.convoy.nn.layer;

import org.convoy.nn.kernel.Kernels;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runtime of {@link BatchNorm2d}. It keeps the statistics of the latest training batch for the
 * backward pass, outside DL4J's workspaces.
 */
final class BatchNorm2dLayer extends TrainableLayer<BatchNorm2d> {
  private transient INDArray batchMean;
  private transient INDArray batchVariance;
  private boolean latestWasTraining;

  BatchNorm2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    latestWasTraining = training;
    return super.activate(training, workspaceMgr);
  }

  @Override
  void forward(Kernels kernels, INDArray input, INDArray output) {
    if (latestWasTraining) {
      measure(kernels, input);
    }

    kernels.batchNorm2d(
        layerConf().eps(),
        input,
        mean(),
        variance(),
        getParam(BatchNorm2d.WEIGHT),
        getParam(BatchNorm2d.BIAS),
        output);
  }

  private void measure(Kernels kernels, INDArray input) {
    long values = input.length() / input.size(1);
    if (values == 1) {
      throw new IllegalArgumentException(
          "Layer \""
              + layerConf().getLayerName()
              + "\" needs more than one value in each channel to train, got a batch of 1 example"
              + " with 1 x 1 pixel; use larger batches or images");
    }

    if (batchMean == null) {
      batchMean = Nd4j.createUninitializedDetached(dataType, input.size(1));
      batchVariance = Nd4j.createUninitializedDetached(dataType, input.size(1));
    }

    kernels.channelStatistics(input, batchMean, batchVariance);
    double unbiased = (double) values / (values - 1);
    move(getParam(BatchNorm2d.RUNNING_MEAN), batchMean, 1);
    move(getParam(BatchNorm2d.RUNNING_VAR), batchVariance, unbiased);
  }

  private void move(INDArray running, INDArray latest, double scale) {
    double momentum = layerConf().momentum();
    running.muli(1 - momentum).addi(latest.mul(momentum * scale));
  }

  @Override
  void backward(Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray weight = getParam(BatchNorm2d.WEIGHT);
    INDArray weightGradient = parameterGradient(BatchNorm2d.WEIGHT);
    INDArray biasGradient = parameterGradient(BatchNorm2d.BIAS);
    double eps = layerConf().eps();
    if (latestWasTraining) {
      kernels.batchNorm2dBackward(
          eps,
          input,
          mean(),
          variance(),
          weight,
          outputGradient,
          inputGradient,
          weightGradient,
          biasGradient);
    } else {
      kernels.frozenBatchNorm2dBackward(
          eps,
          input,
          mean(),
          variance(),
          weight,
          outputGradient,
          inputGradient,
          weightGradient,
          biasGradient);
    }

    parameterGradient(BatchNorm2d.RUNNING_MEAN).assign(0);
    parameterGradient(BatchNorm2d.RUNNING_VAR).assign(0);
  }

  private INDArray mean() {
    return latestWasTraining ? batchMean : getParam(BatchNorm2d.RUNNING_MEAN);
  }

  private INDArray variance() {
    return latestWasTraining ? batchVariance : getParam(BatchNorm2d.RUNNING_VAR);
  }
}
