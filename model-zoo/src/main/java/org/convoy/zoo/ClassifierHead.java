package org.convoy.zoo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.network.NetworkOutputs;
import org.convoy.nn.parameter.ParameterSpecification;
import org.convoy.nn.parameter.Role;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * The last layers of a network that have weights, whose outputs are the classes: {@code fc} of a
 * ResNet, {@code classifier.6} of a VGG, and the last of each auxiliary classifier. For another set
 * of classes they are the part to replace.
 *
 * @param layer the name of the network's own
 * @param parameters names of the tensors of all of them
 */
public record ClassifierHead(String layer, Set<String> parameters) {
  public ClassifierHead {
    parameters = Set.copyOf(parameters);
  }

  /**
   * Finds the head.
   *
   * @throws IllegalArgumentException if the network has no weights
   */
  public static ClassifierHead of(ComputationGraphConfiguration configuration) {
    List<String> layers = new ArrayList<>();
    Set<String> parameters = new HashSet<>();
    for (String logits : NetworkOutputs.of(configuration).classifiers()) {
      String layer = lastWithWeights(configuration, logits);
      layers.add(layer);
      tensors(configuration, layer).forEach(tensor -> parameters.add(layer + "." + tensor.name()));
    }

    return new ClassifierHead(layers.get(0), parameters);
  }

  /** The last one in the order in which layers run, up to the logits. */
  private static String lastWithWeights(
      ComputationGraphConfiguration configuration, String logits) {
    List<String> order = configuration.getTopologicalOrderStr();
    return order.subList(0, order.indexOf(logits) + 1).stream()
        .filter(
            layer ->
                tensors(configuration, layer).stream()
                    .anyMatch(tensor -> tensor.role() == Role.WEIGHT))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalArgumentException("the network has no weights"));
  }

  private static List<ParameterSpecification> tensors(
      ComputationGraphConfiguration configuration, String layer) {
    return ConvoyConfiguration.at(configuration, layer)
        .map(ConvoyConfiguration::parameterSpecifications)
        .orElse(List.of());
  }
}
