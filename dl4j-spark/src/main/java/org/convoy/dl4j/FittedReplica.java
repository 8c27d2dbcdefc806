package org.convoy.dl4j;

import java.util.List;
import java.util.Map;
import org.convoy.dl4j.ExampleLayout.Role;
import org.convoy.nn.kernel.NativeThreads;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network of any layers, trained by DL4J's own fit. */
abstract class FittedReplica implements Replica {
  private BatchArrays batch;

  /** Forward, backward and one update on these arrays; the score. */
  abstract double fit(BatchArrays arrays, StepNumber number);

  abstract void closeNetwork();

  @Override
  public final double step(List<byte[]> rows, ExampleLayout layout, StepNumber number, long seed) {
    NativeThreads.useOne();
    Nd4j.getRandom().setSeed(seed);
    batch = BatchArrays.reuse(batch, layout);
    batch.fill(rows);
    return fit(batch, number);
  }

  @Override
  public final void close() {
    closeNetwork();
    if (batch != null) {
      batch.close();
    }
  }

  /** A ComputationGraph. */
  static final class OfGraph extends FittedReplica {
    private final ComputationGraph graph;

    OfGraph(ComputationGraph graph) {
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

  /** A MultiLayerNetwork. */
  static final class OfLayers extends FittedReplica {
    private final MultiLayerNetwork network;

    OfLayers(MultiLayerNetwork network) {
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
}
