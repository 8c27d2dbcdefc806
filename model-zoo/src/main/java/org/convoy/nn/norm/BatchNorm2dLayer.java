package org.convoy.nn.norm;

import org.convoy.nn.dl4j.TrainableLayer;
import org.convoy.nn.kernel.Kernels;
import org.convoy.nn.parameter.ParameterSpecification;
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
  private boolean isTraining;
  private boolean usesBatch;

  BatchNorm2dLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    usesBatch = training || !layerConf().tracksRunningStats();
    isTraining = training;
    return super.activate(training, workspaceMgr);
  }

  @Override
  protected void forward(Kernels kernels, INDArray input, INDArray output) {
    if (usesBatch) {
      measure(kernels, input);
    }

    if (isTraining && layerConf().tracksRunningStats()) {
      moveRunningStatistics(input);
    }

    kernels.batchNorm2d(
        layerConf().eps(),
        input,
        mean(),
        variance(),
        parameterOrNull(BatchNorm2d.WEIGHT),
        parameterOrNull(BatchNorm2d.BIAS),
        output);
  }

  private void measure(Kernels kernels, INDArray input) {
    if (valuesPerChannel(input) == 1) {
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
  }

  private static double valuesPerChannel(INDArray input) {
    return (double) input.length() / input.size(1);
  }

  private void moveRunningStatistics(INDArray input) {
    double values = valuesPerChannel(input);
    double momentum = layerConf().momentum().orElseGet(this::shareOfNextBatch);
    move(getParam(BatchNorm2d.RUNNING_MEAN), batchMean, momentum, 1);
    move(getParam(BatchNorm2d.RUNNING_VAR), batchVariance, momentum, values / (values - 1));
  }

  /** Counts the batch. The count is whole, but averages of it over replicas may be off a little. */
  private double shareOfNextBatch() {
    INDArray counter = getParam(BatchNorm2d.NUM_BATCHES_TRACKED);
    double count = Math.rint(counter.getDouble(0)) + 1;
    counter.assign(count);
    return 1 / count;
  }

  private static void move(INDArray running, INDArray latest, double momentum, double scale) {
    running.muli(1 - momentum).addi(latest.mul(momentum * scale));
  }

  @Override
  protected void backward(
      Kernels kernels, INDArray input, INDArray outputGradient, INDArray inputGradient) {
    INDArray weight = parameterOrNull(BatchNorm2d.WEIGHT);
    INDArray weightGradient = parameterGradient(BatchNorm2d.WEIGHT);
    INDArray biasGradient = parameterGradient(BatchNorm2d.BIAS);
    double eps = layerConf().eps();
    if (usesBatch) {
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

    for (ParameterSpecification parameter : layerConf().parameterSpecifications()) {
      if (!parameter.role().isTrainable()) {
        parameterGradient(parameter.name()).assign(0);
      }
    }
  }

  private INDArray mean() {
    return usesBatch ? batchMean : getParam(BatchNorm2d.RUNNING_MEAN);
  }

  private INDArray variance() {
    return usesBatch ? batchVariance : getParam(BatchNorm2d.RUNNING_VAR);
  }
}
