package org.convoy.weights.onnx;

import java.util.Arrays;
import java.util.List;
import org.convoy.nn.op.AdaptiveWindows;
import org.convoy.nn.op.Operation;
import org.convoy.nn.op.Pooling2d;
import org.convoy.nn.op.Size2d;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/**
 * Pooling. Ceil mode is written as padding at the end, since what ONNX's own ceil_mode means where
 * a window starts in the padding changed between its versions.
 */
final class PoolingOperators {
  private PoolingOperators() {}

  static Value max(OnnxLayer layer, Operation.MaxPool operation) {
    Pooling2d geometry = operation.geometry();
    return layer.only(
        "MaxPool",
        Attribute.of("kernel_shape", list(geometry.kernel())),
        Attribute.of("strides", list(geometry.stride())),
        Attribute.of("dilations", list(geometry.dilation())),
        Attribute.of("pads", pads(geometry.padding(), endPadding(layer, geometry))));
  }

  /** What the last windows see beyond the input's end, at least the padding. */
  private static Size2d endPadding(OnnxLayer layer, Pooling2d geometry) {
    Size2d input = size(layer.inputShape());
    Size2d covered = geometry.coveredSize(input);
    return new Size2d(
        covered.height() - input.height() - geometry.padding().height(),
        covered.width() - input.width() - geometry.padding().width());
  }

  static Value average(OnnxLayer layer, Operation.AveragePool operation) {
    Pooling2d geometry = operation.geometry();
    if (geometry.divisorOverride() != 0) {
      return withDivisor(layer, geometry);
    }

    Size2d end = endPadding(layer, geometry);
    if (!geometry.countIncludePadding()) {
      return layer.last(
          "AveragePool",
          List.of(layer.input()),
          averaging(geometry, pads(geometry.padding(), end), 0));
    }

    return end.equals(geometry.padding())
        ? layer.last("AveragePool", List.of(layer.input()), averaging(geometry, pads(end, end), 1))
        : withCountedPadding(layer, geometry, end);
  }

  private static Attribute[] averaging(Pooling2d geometry, List<Integer> pads, int countsPadding) {
    return new Attribute[] {
      Attribute.of("kernel_shape", list(geometry.kernel())),
      Attribute.of("strides", list(geometry.stride())),
      Attribute.of("pads", pads),
      Attribute.of("count_include_pad", countsPadding)
    };
  }

  /** The padding counts in the divisor, what windows see beyond it does not. */
  private static Value withCountedPadding(OnnxLayer layer, Pooling2d geometry, Size2d end) {
    Size2d padding = geometry.padding();
    Value padded =
        layer.step(
            "Pad",
            "pad",
            List.of(
                layer.input(),
                layer.integers(
                    "pads",
                    List.of(
                        0,
                        0,
                        padding.height(),
                        padding.width(),
                        0,
                        0,
                        padding.height(),
                        padding.width()))));
    Size2d beyond = new Size2d(end.height() - padding.height(), end.width() - padding.width());
    return layer.last(
        "AveragePool", List.of(padded), averaging(geometry, pads(new Size2d(0, 0), beyond), 0));
  }

  private static Value withDivisor(OnnxLayer layer, Pooling2d geometry) {
    List<Integer> pads = pads(geometry.padding(), endPadding(layer, geometry));
    Value mean =
        layer.step("AveragePool", "mean", List.of(layer.input()), averaging(geometry, pads, 1));
    double factor = (double) geometry.kernel().area() / geometry.divisorOverride();
    return layer.last("Mul", List.of(mean, layer.number("factor", factor)));
  }

  /** Global, by equal windows side by side, or else by a matrix of each pixel's share. */
  static Value adaptiveAverage(OnnxLayer layer) {
    Size2d input = size(layer.inputShape());
    Size2d output = size(layer.outputShape());
    if (output.area() == 1) {
      return layer.only("GlobalAveragePool");
    }

    return input.height() % output.height() == 0 && input.width() % output.width() == 0
        ? equalWindows(layer, input, output)
        : byMatrix(layer, input, output);
  }

  private static Value equalWindows(OnnxLayer layer, Size2d input, Size2d output) {
    List<Integer> window =
        List.of(input.height() / output.height(), input.width() / output.width());
    return layer.only(
        "AveragePool", Attribute.of("kernel_shape", window), Attribute.of("strides", window));
  }

  private static Value byMatrix(OnnxLayer layer, Size2d input, Size2d output) {
    int channels = layer.inputShape().get(0);
    double[] shares =
        Arrays.stream(AdaptiveWindows.matrix(input, output))
            .flatMapToDouble(Arrays::stream)
            .toArray();
    Value pixels = reshape(layer, "pixels", layer.input(), List.of(channels, input.area()));
    Value means =
        layer.step(
            "MatMul",
            "means",
            List.of(pixels, layer.floats("shares", shares, List.of(input.area(), output.area()))));
    return layer.last(
        "Reshape", List.of(means, layer.integers("shape", OnnxLayer.batchOf(layer.outputShape()))));
  }

  private static Value reshape(OnnxLayer layer, String name, Value value, List<Integer> example) {
    Value shape = layer.integers(name + "/shape", OnnxLayer.batchOf(example));
    return layer.step("Reshape", name, List.of(value, shape));
  }

  private static List<Integer> pads(Size2d start, Size2d end) {
    return List.of(start.height(), start.width(), end.height(), end.width());
  }

  private static List<Integer> list(Size2d size) {
    return List.of(size.height(), size.width());
  }

  private static Size2d size(List<Integer> shape) {
    return new Size2d(shape.get(1), shape.get(2));
  }
}
