package org.convoy.dl4j;

import java.util.Map;
import org.convoy.dl4j.ExampleLayout.Role;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A MultiLayerNetwork of any layers, trained by DL4J's own fit. */
final class LayersReplica extends FittedReplica {
  private final MultiLayerNetwork network;

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
  double fit(BatchArrays arrays, StepNumber number) {
    network.setIterationCount(number.iteration());
    network.setEpochCount(number.epoch());
    network.fit(
        arrays.only(Role.FEATURES),
        arrays.only(Role.LABELS),
        arrays.only(Role.FEATURES_MASK),
        arrays.only(Role.LABELS_MASK));
    return network.score();
  }

  @Override
  void closeNetwork() {
    network.close();
  }
}
