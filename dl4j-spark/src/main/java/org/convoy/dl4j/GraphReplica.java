package org.convoy.dl4j;

import java.util.Map;
import org.convoy.dl4j.ExampleLayout.Role;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A ComputationGraph of any layers, trained by DL4J's own fit. */
final class GraphReplica extends FittedReplica {
  private final ComputationGraph graph;

  GraphReplica(ComputationGraph graph) {
    this.graph = graph;
  }

  @Override
  public INDArray parameters() {
    return graph.params();
  }

  @Override
  public INDArray updaterState() {
    return graph.getUpdater(true).getStateViewArray();
  }

  @Override
  public Map<String, Long> offsets() {
    return Replica.offsets(graph.paramTable());
  }

  @Override
  double fit(BatchArrays arrays, StepNumber number) {
    graph.getConfiguration().setIterationCount(number.iteration());
    graph.getConfiguration().setEpochCount(number.epoch());
    graph.fit(
        arrays.of(Role.FEATURES),
        arrays.of(Role.LABELS),
        arrays.of(Role.FEATURES_MASK),
        arrays.of(Role.LABELS_MASK));
    return graph.score();
  }

  @Override
  void closeNetwork() {
    graph.close();
  }
}
