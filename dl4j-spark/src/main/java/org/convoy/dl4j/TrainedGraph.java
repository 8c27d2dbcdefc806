package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import org.convoy.dl4j.Replica.StepNumber;
import org.convoy.nn.kernel.KernelChoice;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;

/** The network of a SparkComputationGraph. */
final class TrainedGraph implements TrainedNetwork {
  private final SparkComputationGraph owner;
  private final ComputationGraph graph;

  TrainedGraph(SparkComputationGraph owner) {
    this.owner = requireNonNull(owner, "owner is null");
    graph = owner.getNetwork();
    if (graph.params() == null) {
      graph.init();
    }
  }

  @Override
  public Model model() {
    return graph;
  }

  @Override
  public ReplicaSpec spec(ExampleLayout layout) {
    ComputationGraphConfiguration configuration = graph.getConfiguration().clone();
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    for (GraphVertex vertex : configuration.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        layer.getLayerConf().setIterationCount(0);
        layer.getLayerConf().setEpochCount(0);
      }
    }

    ReplicaSpec spec =
        ReplicaSpec.ofGraph(configuration.toJson(), ReplicaSpec.order(graph.getConfiguration()));
    return layout.isPlain() && isPlannable() ? planned(spec) : spec;
  }

  /** Whether DL4J would do nothing in a step that Convoy's passes and DL4J's updater leave out. */
  private boolean isPlannable() {
    for (Layer layer : graph.getLayers()) {
      NeuralNetConfiguration conf = layer.conf();
      if (conf.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
          || conf.getLayer().getIDropout() != null
          || hasWeightNoise(conf)) {
        return false;
      }
    }

    return true;
  }

  private static boolean hasWeightNoise(NeuralNetConfiguration conf) {
    return conf.getLayer() instanceof BaseLayer layer && layer.getWeightNoise() != null;
  }

  /** With the kernels that this process, the driver's, has found best; executors have the same. */
  private static ReplicaSpec planned(ReplicaSpec spec) {
    try (Replica replica = spec.planned(KernelChoice.automatic()).create()) {
      return spec.planned(((PlannedReplica) replica).pinnedKernels());
    } catch (IllegalArgumentException e) {
      return spec;
    }
  }

  @Override
  public StepNumber nextStep() {
    return new StepNumber(graph.getIterationCount(), graph.getEpochCount());
  }

  @Override
  public void finishRound(StepNumber next, double score) {
    graph.getConfiguration().setIterationCount(next.iteration());
    graph.setScore(score);
    owner.setScore(score);
  }
}
