package org.convoy.dl4j;

import java.util.List;
import java.util.Map;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.NativeThreads;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A ComputationGraph of any layers, trained by DL4J's own fit. */
final class GraphReplica implements Replica {
  private final ComputationGraph graph;
  private BatchArrays batch;

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
  public double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    Nd4j.getRandom().setSeed(seed);
    batch = BatchArrays.reuse(batch, layout);
    batch.fill(rows);
    graph.getConfiguration().setIterationCount(number.iteration());
    graph.getConfiguration().setEpochCount(number.epoch());
    graph.fit(
        batch.of(Role.FEATURES),
        batch.of(Role.LABELS),
        batch.of(Role.FEATURES_MASK),
        batch.of(Role.LABELS_MASK));
    return graph.score();
  }

  @Override
  public void close() {
    graph.close();
    if (batch != null) {
      batch.close();
    }
  }
}
