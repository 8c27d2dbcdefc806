package org.convoy.nn.network;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.layer.ConvoyConfiguration;
import org.convoy.nn.layer.LossOutput;
import org.convoy.nn.layer.ParameterSpecification;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/**
 * One vertex of a network.
 *
 * @param type PyTorch's name of the layer
 * @param outputShape of one example
 * @param parameters number of trainable elements, as PyTorch counts them
 * @param multiplyAdds of the forward pass of one example
 */
public record LayerSummary(
    String name, String type, List<Integer> outputShape, long parameters, long multiplyAdds) {

  private static LayerSummary of(String name, ConvoyConfiguration layer) {
    return new LayerSummary(
        name,
        layer.typeName(),
        layer.outputShape(),
        layer.parameterSpecifications().stream()
            .filter(parameter -> parameter.role().isTrainable())
            .mapToLong(ParameterSpecification::length)
            .sum(),
        layer.multiplyAdds());
  }

  /**
   * The vertices of a network in the order they run, inputs and loss left out.
   *
   * @param configuration with an order of its vertices
   */
  public static List<LayerSummary> of(ComputationGraphConfiguration configuration) {
    List<LayerSummary> summary = new ArrayList<>();
    for (String name : configuration.getTopologicalOrderStr()) {
      GraphVertex vertex = configuration.getVertices().get(name);
      Object layer = vertex instanceof LayerVertex known ? known.getLayerConf().getLayer() : vertex;
      if (layer instanceof ConvoyConfiguration known && !(layer instanceof LossOutput)) {
        summary.add(of(name, known));
      }
    }

    return List.copyOf(summary);
  }
}
