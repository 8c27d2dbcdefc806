package org.convoy.weights.onnx;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.op.ByKind;
import org.convoy.nn.op.Operation;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/** The operators of each layer, of opset 17. */
final class OnnxOperators {
  private static final ByKind<OnnxLayer, Operation, Value> OPERATORS =
      new ByKind<OnnxLayer, Operation, Value>()
          .on(Operation.Convolution.class, ConvolutionOperators::convolution)
          .on(Operation.Linear.class, ConvolutionOperators::linear)
          .on(Operation.Add.class, (layer, add) -> layer.only("Add"))
          .on(Operation.Multiply.class, (layer, multiply) -> layer.only("Mul"))
          .on(Operation.LayerScale.class, (layer, scale) -> layerScale(layer))
          .on(Operation.ChannelSlice.class, OnnxOperators::channelSlice)
          .on(Operation.ChannelShuffle.class, OnnxOperators::channelShuffle)
          .on(
              Operation.Permute.class,
              (layer, permute) ->
                  layer.only("Transpose", Attribute.of("perm", permute.dimensions())))
          .on(
              Operation.Concat.class,
              (layer, concat) -> layer.only("Concat", Attribute.of("axis", 1)))
          .on(Operation.ZeroPadShortcut.class, OnnxOperators::zeroPadShortcut)
          .on(Operation.Flatten.class, (layer, flatten) -> flatten(layer))
          .on(Operation.MaxPool.class, PoolingOperators::max)
          .on(Operation.AveragePool.class, PoolingOperators::average)
          .on(
              Operation.AdaptiveAveragePool.class,
              (layer, pool) -> PoolingOperators.adaptiveAverage(layer))
          .on(Operation.Dropout.class, (layer, dropout) -> layer.only("Identity"))
          .on(Operation.ChannelDropout.class, (layer, dropout) -> layer.only("Identity"))
          .on(Operation.ExampleDropout.class, (layer, dropout) -> layer.only("Identity"))
          .on(Operation.Rectifier.class, (layer, rectifier) -> layer.only("Relu"))
          .on(
              Operation.Elementwise.class,
              (layer, elementwise) -> ActivationOperators.of(layer, elementwise.function()))
          .on(
              Operation.RandomizedRectifier.class,
              (layer, rectifier) -> ActivationOperators.of(layer, rectifier.expected()))
          .on(Operation.ParametricRectifier.class, OnnxOperators::parametricRectifier)
          .on(
              Operation.Softmax.class,
              (layer, softmax) -> layer.only("Softmax", Attribute.of("axis", softmax.dimension())))
          .on(Operation.BatchNormalization.class, NormalizationOperators::batch)
          .on(Operation.GroupNormalization.class, NormalizationOperators::group)
          .on(Operation.LayerNormalization.class, NormalizationOperators::layer)
          .on(Operation.LocalResponseNormalization.class, NormalizationOperators::localResponse);

  private OnnxOperators() {}

  /**
   * Adds a layer's operators.
   *
   * @throws IllegalArgumentException if ONNX cannot express the layer; the message names it
   */
  static Value add(OnnxLayer layer, Operation operation) {
    return OPERATORS
        .apply(layer, operation)
        .orElseThrow(() -> layer.unsupported("it has no operator there"));
  }

  private static Value flatten(OnnxLayer layer) {
    return layer.last(
        "Reshape",
        List.of(layer.input(), layer.integers("shape", OnnxLayer.batchOf(layer.outputShape()))));
  }

  private static Value parametricRectifier(
      OnnxLayer layer, Operation.ParametricRectifier rectifier) {
    Value slopes = layer.parameter("weight", layer.perChannel(rectifier.slopes()));
    return layer.last("PRelu", List.of(layer.input(), slopes));
  }

  /** The same for all examples, which a product spreads it over. */
  private static Value layerScale(OnnxLayer layer) {
    return layer.last("Identity", List.of(layer.parameter("layer_scale")));
  }

  private static Value channelSlice(OnnxLayer layer, Operation.ChannelSlice slice) {
    return layer.last(
        "Slice",
        List.of(
            layer.input(),
            layer.integers("starts", List.of(slice.first())),
            layer.integers("ends", List.of(slice.first() + layer.outputShape().get(0))),
            layer.integers("axes", List.of(1))));
  }

  private static Value channelShuffle(OnnxLayer layer, Operation.ChannelShuffle shuffle) {
    List<Integer> shape = layer.outputShape();
    List<Integer> grouped =
        List.of(0, shuffle.groups(), shape.get(0) / shuffle.groups(), shape.get(1), shape.get(2));
    Value groups =
        layer.step("Reshape", "groups", List.of(layer.input(), layer.integers("grouped", grouped)));
    Value shuffled =
        layer.step(
            "Transpose", "shuffled", List.of(groups), Attribute.of("perm", List.of(0, 2, 1, 3, 4)));
    return layer.last(
        "Reshape", List.of(shuffled, layer.integers("shape", OnnxLayer.batchOf(shape))));
  }

  private static Value zeroPadShortcut(OnnxLayer layer, Operation.ZeroPadShortcut shortcut) {
    List<Integer> input = layer.inputShape();
    int before = shortcut.channelsBefore();
    int after = layer.outputShape().get(0) - input.get(0) - before;
    Value pixels =
        layer.step(
            "Slice",
            "pixels",
            List.of(
                layer.input(),
                layer.integers("starts", List.of(0, 0)),
                layer.integers("ends", input.subList(1, 3)),
                layer.integers("axes", List.of(2, 3)),
                layer.integers("steps", OnnxGraph.repeated(2, shortcut.stride()))));
    List<Integer> pads = new ArrayList<>(List.of(0, before, 0, 0, 0, after, 0, 0));
    return layer.last("Pad", List.of(pixels, layer.integers("pads", pads)));
  }
}
