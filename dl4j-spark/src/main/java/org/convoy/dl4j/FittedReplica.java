package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.NativeThreads;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.factory.Nd4j;

/** A ComputationGraph or MultiLayerNetwork of any layers, trained by DL4J's own fit. */
final class FittedReplica implements Replica {
  private final Model network;
  private BatchArrays batch;

  FittedReplica(Model network) {
    this.network = requireNonNull(network, "network is null");
  }

  @Override
  public Model network() {
    return network;
  }

  @Override
  public double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    Nd4j.getRandom().setSeed(seed);
    batch = BatchArrays.reuse(batch, layout);
    batch.fill(rows);
    if (network instanceof ComputationGraph graph) {
      fit(graph, number);
    } else {
      fit((MultiLayerNetwork) network, number);
    }

    return network.score();
  }

  private void fit(ComputationGraph graph, StepNumber number) {
    graph.getConfiguration().setIterationCount(number.iteration());
    graph.getConfiguration().setEpochCount(number.epoch());
    graph.fit(
        batch.of(Role.FEATURES),
        batch.of(Role.LABELS),
        batch.of(Role.FEATURES_MASK),
        batch.of(Role.LABELS_MASK));
  }

  private void fit(MultiLayerNetwork layers, StepNumber number) {
    layers.setIterationCount(number.iteration());
    layers.setEpochCount(number.epoch());
    layers.fit(
        batch.only(Role.FEATURES),
        batch.only(Role.LABELS),
        batch.only(Role.FEATURES_MASK),
        batch.only(Role.LABELS_MASK));
  }

  @Override
  public void close() {
    network.close();
    if (batch != null) {
      batch.close();
    }
  }
}
