package org.convoy.weights.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.convoy.nn.op.LocalResponse;
import org.convoy.nn.op.Operation;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/** Normalizations. */
final class NormalizationOperators {
  private NormalizationOperators() {}

  static Value batch(OnnxLayer layer, Operation.BatchNormalization operation) {
    if (!operation.tracksStatistics()) {
      throw layer.unsupported("without running statistics, an image's result depends on its batch");
    }

    int channels = layer.inputShape().get(0);
    List<Value> operands = new ArrayList<>(List.of(layer.input()));
    operands.add(
        operation.affine() ? layer.parameter("weight") : filled(layer, "weight", channels, 1));
    operands.add(operation.affine() ? layer.parameter("bias") : filled(layer, "bias", channels, 0));
    operands.add(layer.parameter("running_mean"));
    operands.add(layer.parameter("running_var"));
    return layer.last("BatchNormalization", operands, Attribute.of("epsilon", operation.epsilon()));
  }

  private static Value filled(OnnxLayer layer, String name, int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return layer.floats(name, values, List.of(count));
  }

  /**
   * Instance normalization of groups that pass as channels: the operator GroupNormalization came
   * later, and its scale is one a group at first.
   */
  static Value group(OnnxLayer layer, Operation.GroupNormalization operation) {
    int groups = operation.groups();
    Value grouped =
        layer.step(
            "Reshape",
            "grouped",
            List.of(
                layer.input(),
                layer.integers("grouped/shape", OnnxLayer.batchOf(List.of(groups, -1)))));
    Value normalized =
        layer.step(
            "InstanceNormalization",
            "normalized",
            List.of(grouped, filled(layer, "ones", groups, 1), filled(layer, "zeros", groups, 0)),
            Attribute.of("epsilon", operation.epsilon()));
    Value shape = layer.integers("shape", OnnxLayer.batchOf(layer.outputShape()));
    if (!operation.affine()) {
      return layer.last("Reshape", List.of(normalized, shape));
    }

    List<Integer> perChannel = layer.perChannel(layer.inputShape().get(0));
    Value channels = layer.step("Reshape", "channels", List.of(normalized, shape));
    Value scaled =
        layer.step("Mul", "scaled", List.of(channels, layer.parameter("weight", perChannel)));
    return layer.last("Add", List.of(scaled, layer.parameter("bias", perChannel)));
  }

  static Value localResponse(OnnxLayer layer, Operation.LocalResponseNormalization operation) {
    LocalResponse response = operation.response();
    if (response.size() % 2 == 0) {
      throw layer.unsupported(
          "ONNX wants an odd number of channels in the window, not " + response.size());
    }

    return layer.only(
        "LRN",
        Attribute.of("size", response.size()),
        Attribute.of("alpha", response.alpha()),
        Attribute.of("beta", response.beta()),
        Attribute.of("bias", response.k()));
  }
}
