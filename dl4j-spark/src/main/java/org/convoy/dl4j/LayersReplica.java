package org.convoy.dl4j;

import java.util.List;
import java.util.Map;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.NativeThreads;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A MultiLayerNetwork of any layers, trained by DL4J's own fit. */
final class LayersReplica implements Replica {
  private final MultiLayerNetwork network;
  private BatchArrays batch;

  LayersReplica(MultiLayerNetwork network) {
    this.network = network;
  }

  @Override
  public INDArray parameters() {
    return network.params();
  }

  @Override
  public INDArray updaterState() {
    return ((BaseMultiLayerUpdater<?>) network.getUpdater(true)).getStateViewArray();
  }

  @Override
  public Map<String, Long> offsets() {
    return Replica.offsets(network.paramTable());
  }

  @Override
  public double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    Nd4j.getRandom().setSeed(seed);
    batch = BatchArrays.reuse(batch, layout);
    batch.fill(rows);
    network.setIterationCount(number.iteration());
    network.setEpochCount(number.epoch());
    network.fit(
        batch.only(Role.FEATURES),
        batch.only(Role.LABELS),
        batch.only(Role.FEATURES_MASK),
        batch.only(Role.LABELS_MASK));
    return network.score();
  }

  @Override
  public void close() {
    network.close();
    if (batch != null) {
      batch.close();
    }
  }
}
