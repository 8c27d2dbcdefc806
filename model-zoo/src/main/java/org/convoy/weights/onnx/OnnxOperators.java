package org.convoy.weights.onnx;

import java.util.ArrayList;
import java.util.List;
import org.convoy.nn.op.Operation;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/** The operators of each layer, of opset 17. */
final class OnnxOperators {
  private OnnxOperators() {}

  /**
   * Adds a layer's operators.
   *
   * @throws IllegalArgumentException if ONNX cannot express the layer; the message names it
   */
  static Value add(OnnxLayer layer, Operation operation) {
    if (operation instanceof Operation.Convolution convolution) {
      return ConvolutionOperators.convolution(layer, convolution);
    }

    if (operation instanceof Operation.Linear linear) {
      return ConvolutionOperators.linear(layer, linear);
    }

    if (operation instanceof Operation.Add) {
      return layer.only("Add");
    }

    if (operation instanceof Operation.Concat) {
      return layer.only("Concat", Attribute.of("axis", 1));
    }

    if (operation instanceof Operation.ZeroPadShortcut shortcut) {
      return zeroPadShortcut(layer, shortcut);
    }

    if (operation instanceof Operation.Flatten) {
      return layer.last(
          "Reshape",
          List.of(layer.input(), layer.integers("shape", OnnxLayer.batchOf(layer.outputShape()))));
    }

    return addWithoutWeights(layer, operation);
  }

  private static Value addWithoutWeights(OnnxLayer layer, Operation operation) {
    if (operation instanceof Operation.MaxPool pool) {
      return PoolingOperators.max(layer, pool);
    }

    if (operation instanceof Operation.AveragePool pool) {
      return PoolingOperators.average(layer, pool);
    }

    if (operation instanceof Operation.AdaptiveAveragePool) {
      return PoolingOperators.adaptiveAverage(layer);
    }

    if (operation instanceof Operation.Dropout || operation instanceof Operation.ChannelDropout) {
      return layer.only("Identity");
    }

    return addActivationOrNormalization(layer, operation);
  }

  private static Value addActivationOrNormalization(OnnxLayer layer, Operation operation) {
    if (operation instanceof Operation.Rectifier) {
      return layer.only("Relu");
    }

    if (operation instanceof Operation.Elementwise elementwise) {
      return ActivationOperators.of(layer, elementwise.function());
    }

    if (operation instanceof Operation.RandomizedRectifier rectifier) {
      return ActivationOperators.of(layer, rectifier.expected());
    }

    if (operation instanceof Operation.ParametricRectifier rectifier) {
      Value slopes = layer.parameter("weight", layer.perChannel(rectifier.slopes()));
      return layer.last("PRelu", List.of(layer.input(), slopes));
    }

    if (operation instanceof Operation.Softmax softmax) {
      return layer.only("Softmax", Attribute.of("axis", softmax.dimension()));
    }

    return addNormalization(layer, operation);
  }

  private static Value addNormalization(OnnxLayer layer, Operation operation) {
    if (operation instanceof Operation.BatchNormalization normalization) {
      return NormalizationOperators.batch(layer, normalization);
    }

    if (operation instanceof Operation.GroupNormalization normalization) {
      return NormalizationOperators.group(layer, normalization);
    }

    if (operation instanceof Operation.LocalResponseNormalization normalization) {
      return NormalizationOperators.localResponse(layer, normalization);
    }

    throw layer.unsupported("it has no operator there");
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
