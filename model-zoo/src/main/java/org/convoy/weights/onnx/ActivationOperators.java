package org.convoy.weights.onnx;

import java.util.List;
import org.convoy.nn.op.Activation;
import org.convoy.nn.op.ByKind;
import org.convoy.weights.onnx.OnnxGraph.Attribute;
import org.convoy.weights.onnx.OnnxGraph.Value;

/** Element-wise functions. */
final class ActivationOperators {
  private static final ByKind<OnnxLayer, Activation, Value> OPERATORS =
      new ByKind<OnnxLayer, Activation, Value>()
          .on(Activation.Sigmoid.class, (layer, sigmoid) -> layer.only("Sigmoid"))
          .on(Activation.Tanh.class, (layer, tanh) -> layer.only("Tanh"))
          .on(Activation.Hardswish.class, (layer, hardswish) -> layer.only("HardSwish"))
          .on(
              Activation.Hardsigmoid.class,
              (layer, hardsigmoid) ->
                  layer.only(
                      "HardSigmoid", Attribute.of("alpha", 1.0 / 6), Attribute.of("beta", 0.5)))
          .on(Activation.SiLU.class, (layer, silu) -> silu(layer))
          .on(Activation.GELU.class, ActivationOperators::gelu)
          .on(Activation.TanhGELU.class, ActivationOperators::gelu)
          .on(Activation.ReLU6.class, (layer, clip) -> clip(layer))
          .on(
              Activation.LeakyReLU.class,
              (layer, leaky) ->
                  layer.only("LeakyRelu", Attribute.of("alpha", leaky.negativeSlope())))
          .on(
              Activation.ELU.class,
              (layer, elu) -> layer.only("Elu", Attribute.of("alpha", elu.alpha())));

  private ActivationOperators() {}

  static Value of(OnnxLayer layer, Activation function) {
    return OPERATORS
        .apply(layer, function)
        .orElseThrow(() -> layer.unsupported("ONNX has no such function"));
  }

  private static Value clip(OnnxLayer layer) {
    return layer.last(
        "Clip", List.of(layer.input(), layer.number("min", 0), layer.number("max", 6)));
  }

  private static Value silu(OnnxLayer layer) {
    Value gate = layer.step("Sigmoid", "sigmoid", List.of(layer.input()));
    return layer.last("Mul", List.of(layer.input(), gate));
  }

  /** Half the input, times one plus the error function or its approximation. */
  private static Value gelu(OnnxLayer layer, Activation function) {
    Value bent =
        function instanceof Activation.GELU
            ? layer.step("Erf", "erf", List.of(scaled(layer, layer.input(), Math.sqrt(0.5))))
            : layer.step("Tanh", "tanh", List.of(cubic(layer)));
    Value share = layer.step("Add", "share", List.of(bent, layer.number("one", 1)));
    Value half = layer.step("Mul", "half", List.of(layer.input(), layer.number("0.5", 0.5)));
    return layer.last("Mul", List.of(half, share));
  }

  private static Value scaled(OnnxLayer layer, Value value, double factor) {
    return layer.step("Mul", "scaled", List.of(value, layer.number("factor", factor)));
  }

  private static Value cubic(OnnxLayer layer) {
    Value square = layer.step("Mul", "square", List.of(layer.input(), layer.input()));
    Value cube = layer.step("Mul", "cube", List.of(square, layer.input()));
    Value part = layer.step("Mul", "part", List.of(cube, layer.number("0.044715", 0.044715)));
    Value sum = layer.step("Add", "sum", List.of(layer.input(), part));
    return scaled(layer, sum, Math.sqrt(2 / Math.PI));
  }
}
