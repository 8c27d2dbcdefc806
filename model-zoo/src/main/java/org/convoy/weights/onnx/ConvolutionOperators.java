package org.convoy.weights.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.convoy.nn.op.ConvolutionAxis;
import org.convoy.nn.op.ConvolutionGeometry;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.PaddingMode;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/** Convolutions and products with matrices. */
final class ConvolutionOperators {
  private ConvolutionOperators() {}

  static Value convolution(OnnxLayer layer, Operation.Convolution operation) {
    ConvolutionGeometry geometry = operation.geometry();
    boolean pads = geometry.paddingMode() != PaddingMode.ZEROS;
    List<Value> operands = new ArrayList<>();
    operands.add(pads ? padded(layer, geometry) : layer.input());
    operands.add(layer.parameter("weight"));
    if (operation.bias()) {
      operands.add(layer.parameter("bias"));
    }

    List<ConvolutionAxis> axes = pads ? geometry.withoutPadding().axes() : geometry.axes();
    return layer.last(
        "Conv",
        operands,
        Attribute.of("kernel_shape", each(axes, ConvolutionAxis::kernel)),
        Attribute.of("strides", each(axes, ConvolutionAxis::stride)),
        Attribute.of("pads", pads(axes)),
        Attribute.of("dilations", each(axes, ConvolutionAxis::dilation)),
        Attribute.of("group", geometry.groups()));
  }

  /** All axes' starts, then all ends. */
  private static List<Integer> pads(List<ConvolutionAxis> axes) {
    List<Integer> pads = new ArrayList<>(each(axes, ConvolutionAxis::padding));
    pads.addAll(each(axes, ConvolutionAxis::paddingAfter));
    return pads;
  }

  private static Value padded(OnnxLayer layer, ConvolutionGeometry geometry) {
    List<ConvolutionAxis> axes = geometry.axes();
    return geometry.paddingMode() == PaddingMode.CIRCULAR
        ? wrapped(layer, axes)
        : layer.step(
            "Pad",
            "pad",
            List.of(layer.input(), layer.integers("pads", batchPads(axes))),
            Attribute.of(
                "mode", geometry.paddingMode() == PaddingMode.REFLECT ? "reflect" : "edge"));
  }

  /** Batch and channels have no padding. */
  private static List<Integer> batchPads(List<ConvolutionAxis> axes) {
    List<Integer> pads = new ArrayList<>(List.of(0, 0));
    pads.addAll(each(axes, ConvolutionAxis::padding));
    pads.addAll(List.of(0, 0));
    pads.addAll(each(axes, ConvolutionAxis::paddingAfter));
    return pads;
  }

  /** Pad wraps from opset 19 on only: the other side is cut out and put before and after. */
  private static Value wrapped(OnnxLayer layer, List<ConvolutionAxis> axes) {
    Value value = layer.input();
    for (int i = 0; i < axes.size(); i++) {
      int axis = i + 2;
      int length = layer.inputShape().get(i + 1);
      List<Value> parts = new ArrayList<>();
      if (axes.get(i).padding() > 0) {
        parts.add(
            slice(layer, "before" + axis, value, axis, length - axes.get(i).padding(), length));
      }

      parts.add(value);
      if (axes.get(i).paddingAfter() > 0) {
        parts.add(slice(layer, "after" + axis, value, axis, 0, axes.get(i).paddingAfter()));
      }

      value = layer.step("Concat", "wrap" + axis, parts, Attribute.of("axis", axis));
    }

    return value;
  }

  private static Value slice(
      OnnxLayer layer, String name, Value value, int axis, int start, int end) {
    return layer.step(
        "Slice",
        name,
        List.of(
            value,
            layer.integers(name + "/start", List.of(start)),
            layer.integers(name + "/end", List.of(end)),
            layer.integers(name + "/axis", List.of(axis))));
  }

  private static List<Integer> each(
      List<ConvolutionAxis> axes, ToIntFunction<ConvolutionAxis> value) {
    return axes.stream().map(value::applyAsInt).toList();
  }

  static Value linear(OnnxLayer layer, Operation.Linear operation) {
    return layer.inputShape().size() == 1 ? gemm(layer, operation) : rowByRow(layer, operation);
  }

  private static Value gemm(OnnxLayer layer, Operation.Linear operation) {
    List<Value> operands = new ArrayList<>(List.of(layer.input(), layer.parameter("weight")));
    if (operation.bias()) {
      operands.add(layer.parameter("bias"));
    }

    return layer.last("Gemm", operands, Attribute.of("transB", 1));
  }

  private static Value rowByRow(OnnxLayer layer, Operation.Linear operation) {
    Value weight =
        layer.step(
            "Transpose",
            "transpose",
            List.of(layer.parameter("weight")),
            Attribute.of("perm", List.of(1, 0)));
    List<Value> factors = List.of(layer.input(), weight);
    return operation.bias()
        ? layer.last(
            "Add", List.of(layer.step("MatMul", "product", factors), layer.parameter("bias")))
        : layer.last("MatMul", factors);
  }
}
