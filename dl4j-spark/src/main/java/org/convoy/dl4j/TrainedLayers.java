package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import org.convoy.dl4j.Replica.StepNumber;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;

/** The network of a SparkDl4jMultiLayer. */
final class TrainedLayers implements TrainedNetwork {
  private final SparkDl4jMultiLayer owner;
  private final MultiLayerNetwork network;

  TrainedLayers(SparkDl4jMultiLayer owner) {
    this.owner = requireNonNull(owner, "owner is null");
    network = owner.getNetwork();
    if (network.params() == null) {
      network.init();
    }
  }

  @Override
  public Model model() {
    return network;
  }

  @Override
  public ReplicaSpec spec(ExampleLayout layout) {
    MultiLayerConfiguration configuration = network.getLayerWiseConfigurations().clone();
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    configuration
        .getConfs()
        .forEach(
            layer -> {
              layer.setIterationCount(0);
              layer.setEpochCount(0);
            });
    return ReplicaSpec.ofLayers(configuration.toJson());
  }

  @Override
  public StepNumber nextStep() {
    return new StepNumber(network.getIterationCount(), network.getEpochCount());
  }

  @Override
  public void finishRound(StepNumber next, double score) {
    network.setIterationCount(next.iteration());
    network.setScore(score);
    owner.setScore(score);
  }
}
