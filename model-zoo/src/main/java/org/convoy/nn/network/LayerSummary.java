package org.convoy.nn.network;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.parameter.ParameterSpecification;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * One vertex of a network.
 *
 * @param type PyTorch's name of the layer
 * @param outputShape of one example
 * @param parameters number of trainable elements, as PyTorch counts them
 * @param multiplyAdds of the forward pass of one example
 * @param isAuxiliary whether only training computes it
 */
public record LayerSummary(
    String name,
    String type,
    List<Integer> outputShape,
    long parameters,
    long multiplyAdds,
    boolean isAuxiliary) {
  /** Of a vertex that evaluation computes, too. */
  public LayerSummary(
      String name, String type, List<Integer> outputShape, long parameters, long multiplyAdds) {
    this(name, type, outputShape, parameters, multiplyAdds, false);
  }

  /** Whether evaluation computes a map of it: height and width, of more than one pixel. */
  public boolean isMap() {
    return !isAuxiliary && outputShape.size() == 3 && outputShape.get(1) * outputShape.get(2) > 1;
  }

  private static LayerSummary of(String name, ConvoyConfiguration layer, boolean isAuxiliary) {
    return new LayerSummary(
        name,
        layer.typeName(),
        layer.outputShape(),
        layer.parameterSpecifications().stream()
            .filter(parameter -> parameter.role().isTrainable())
            .mapToLong(ParameterSpecification::length)
            .sum(),
        layer.multiplyAdds(),
        isAuxiliary);
  }

  /**
   * The vertices of a network in the order they run, inputs and loss left out.
   *
   * @param configuration with an order of its vertices
   */
  public static List<LayerSummary> of(ComputationGraphConfiguration configuration) {
    NetworkOutputs outputs = NetworkOutputs.of(configuration);
    List<String> order = outputs.trained(configuration.getTopologicalOrderStr());
    int evaluated = outputs.evaluated(order).size();
    List<LayerSummary> summary = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      String name = order.get(i);
      boolean isAuxiliary = i >= evaluated;
      ConvoyConfiguration.at(configuration, name)
          .ifPresent(layer -> summary.add(of(name, layer, isAuxiliary)));
    }

    return List.copyOf(summary);
  }
}
