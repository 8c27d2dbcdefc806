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

  /** Along the last dimension there; channels that are not the last are put there and back. */
  static Value layer(OnnxLayer layer, Operation.LayerNormalization operation) {
    int features =
        operation.dimension() == 1
            ? layer.inputShape().get(0)
            : layer.inputShape().get(layer.inputShape().size() - 1);
    boolean isLast = operation.dimension() == layer.inputShape().size();
    Value last =
        isLast
            ? layer.input()
            : layer.step(
                "Transpose",
                "last",
                List.of(layer.input()),
                Attribute.of("perm", List.of(0, 2, 3, 1)));
    boolean isAffine = operation.affine();
    List<Value> operands =
        List.of(
            last,
            isAffine ? layer.parameter("weight") : filled(layer, "weight", features, 1),
            isAffine ? layer.parameter("bias") : filled(layer, "bias", features, 0));
    Attribute epsilon = Attribute.of("epsilon", operation.epsilon());
    if (isLast) {
      return layer.last("LayerNormalization", operands, epsilon);
    }

    Value normalized = layer.step("LayerNormalization", "normalized", operands, epsilon);
    return layer.last("Transpose", List.of(normalized), Attribute.of("perm", List.of(0, 3, 1, 2)));
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
