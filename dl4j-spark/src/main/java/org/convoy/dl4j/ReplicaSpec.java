package org.convoy.dl4j;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.kernel.KernelChoice;
import org.convoy.nn.network.Network;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a replica is built from; travels with the tasks and is the key of the replicas' pool.
 *
 * @param kind what trains it
 * @param json the network's configuration, its counts of iterations and epochs left out
 * @param order the vertices of a graph in the order of their parameters, which the JSON lacks
 * @param kernels of Convoy's own layers
 */
record ReplicaSpec(Kind kind, String json, List<String> order, KernelChoice kernels)
    implements Serializable {
  enum Kind {
    /** A ComputationGraph of Convoy's layers. */
    PLANNED,
    /** Any ComputationGraph. */
    GRAPH,
    /** A MultiLayerNetwork. */
    LAYERS
  }

  ReplicaSpec {
    requireNonNull(kind, "kind is null");
    requireNonNull(json, "json is null");
    order = List.copyOf(order);
    requireNonNull(kernels, "kernels is null");
  }

  static ReplicaSpec ofLayers(String json) {
    return new ReplicaSpec(Kind.LAYERS, json, List.of(), KernelChoice.automatic());
  }

  static ReplicaSpec ofGraph(String json, List<String> order) {
    return new ReplicaSpec(Kind.GRAPH, json, order, KernelChoice.automatic());
  }

  /** The same graph run by Convoy, with these kernels. */
  ReplicaSpec planned(KernelChoice choice) {
    return new ReplicaSpec(Kind.PLANNED, json, order, choice);
  }

  /**
   * Builds a replica.
   *
   * @throws IllegalArgumentException if it is to be planned and has layers that are not Convoy's
   */
  Replica create() {
    return switch (kind) {
      case PLANNED -> new PlannedReplica(Network.create(graph(), kernels));
      case GRAPH -> {
        ComputationGraph graph = new ComputationGraph(graph());
        graph.init();
        yield new FittedReplica(graph);
      }
      case LAYERS -> {
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        yield new FittedReplica(network);
      }
    };
  }

  private ComputationGraphConfiguration graph() {
    ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
    if (order.isEmpty()) {
      return configuration;
    }

    List<String> vertices = new ArrayList<>(configuration.getNetworkInputs());
    vertices.addAll(configuration.getVertices().keySet());
    configuration.setTopologicalOrderStr(new ArrayList<>(order));
    configuration.setTopologicalOrder(order.stream().mapToInt(vertices::indexOf).toArray());
    return configuration;
  }

  /** The order of a graph's vertices as DL4J decided it; empty where it is not decided yet. */
  static List<String> order(ComputationGraphConfiguration configuration) {
    List<String> order = configuration.getTopologicalOrderStr();
    return order == null ? List.of() : order;
  }
}
