package org.convoy.nn.network;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.loss.LossOutput;
import org.convoy.nn.shape.Concat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * Where a network's passes end. In training that is the loss, which takes the logits of all
 * classifiers; in evaluation the network's own logits: what comes after them, the auxiliary
 * classifiers, is not computed.
 *
 * @param lossVertex the name of the graph's output
 * @param loss what is there
 * @param trained the vertex that the loss takes: the logits or, where there are auxiliary
 *     classifiers, a Concat of all logits
 * @param classifiers the vertices that give logits, the network's own first
 */
public record NetworkOutputs(
    String lossVertex, LossOutput loss, String trained, List<String> classifiers) {
  public NetworkOutputs {
    requireNonNull(lossVertex, "lossVertex is null");
    requireNonNull(loss, "loss is null");
    requireNonNull(trained, "trained is null");
    classifiers = List.copyOf(classifiers);
  }

  /**
   * Finds them.
   *
   * @throws IllegalArgumentException if the graph has not one output that is a {@link LossOutput},
   *     or if that has auxiliary classifiers and does not take a Concat of their logits
   */
  public static NetworkOutputs of(ComputationGraphConfiguration configuration) {
    String lossVertex = onlyName("output", configuration.getNetworkOutputs());
    LossOutput loss = lossAt(lossVertex, configuration);
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    String trained = inputs.get(lossVertex).get(0);
    if (loss.auxiliaryClassifiers() == 0) {
      return new NetworkOutputs(lossVertex, loss, trained, List.of(trained));
    }

    Optional<ConvoyConfiguration> joined = ConvoyConfiguration.at(configuration, trained);
    List<String> classifiers = inputs.get(trained);
    if (!(joined.orElse(null) instanceof Concat)
        || classifiers.size() != 1 + loss.auxiliaryClassifiers()) {
      throw new IllegalArgumentException(
          "Output \"%s\" must take a Concat of the logits of 1 + %d classifiers, got %s of %s"
              .formatted(
                  lossVertex, loss.auxiliaryClassifiers(), joined.orElse(null), classifiers));
    }

    return new NetworkOutputs(lossVertex, loss, trained, classifiers);
  }

  private static LossOutput lossAt(String vertex, ComputationGraphConfiguration configuration) {
    Optional<ConvoyConfiguration> found = ConvoyConfiguration.at(configuration, vertex);
    if (found.isPresent() && found.get() instanceof LossOutput loss) {
      return loss;
    }

    throw new IllegalArgumentException(
        "Output \"%s\" must be a LossOutput such as CrossEntropyOutput, got %s"
            .formatted(vertex, found.orElse(null)));
  }

  static String onlyName(String what, List<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException("A network has one " + what + ", got " + names);
    }

    return names.get(0);
  }

  /** The vertex that gives the network's own logits. */
  public String logits() {
    return classifiers.get(0);
  }

  /** Those of the vertices, in the order in which they run, that evaluation needs. */
  List<String> evaluated(List<String> order) {
    return order.subList(0, order.indexOf(logits()) + 1);
  }

  /** The same for training: all but the loss. */
  List<String> trained(List<String> order) {
    List<String> vertices = new ArrayList<>(order);
    vertices.remove(lossVertex);
    return vertices;
  }
}
