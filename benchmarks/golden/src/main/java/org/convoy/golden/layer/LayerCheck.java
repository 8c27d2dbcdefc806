package org.convoy.golden.layer;

import java.util.List;
import java.util.function.Function;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.dl4j.ConvoyConfiguration;
import org.convoy.nn.kernel.Precision;
import org.convoy.nn.parameter.ParameterSpecification;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Forward and backward passes of a single layer.
 *
 * @param rank dimensions of one example without a batch's dimension
 * @param layers makes the layer of a case
 */
record LayerCheck(int rank, Function<GoldenCase, Layer> layers) implements Check {
  static final double TOLERANCE = 1e-4;

  /** That of {@code torch.testing.assert_close} for bfloat16. */
  static final double BF16_TOLERANCE = 1.6e-2;

  @Override
  public List<Attempt> attempts(GoldenCase golden) {
    Examples examples = Examples.of(golden, "input", rank);
    LayerGraph graph = new LayerGraph(golden, layerOf(golden, examples), examples);
    LayerPlan plan = new LayerPlan(golden, layerOf(golden, examples), examples, Precision.F32);
    return List.of(
        new Attempt(Attempt.ND4J, graph::compare),
        new Attempt(Attempt.ONEDNN, plan::compare),
        new Attempt(Attempt.LIBTORCH, plan::compareLibtorch));
  }

  /** The layer as a plan in bf16. */
  Attempt inBf16(GoldenCase golden) {
    Examples examples = Examples.of(golden, "input", rank);
    return new Attempt(
        "onednn in bf16",
        new LayerPlan(golden, layerOf(golden, examples), examples, Precision.BF16)::compare);
  }

  private Layer layerOf(GoldenCase golden, Examples examples) {
    golden.arguments().flag("training", true);
    Layer layer = layers.apply(golden);
    layer.setLayerName("layer");
    layer.setNIn(ConvoyConfiguration.typeOf(examples.shape()), true);
    return layer;
  }

  static boolean isTraining(GoldenCase golden) {
    return golden.arguments().flag("training", true);
  }

  /** The name of a parameter's, or running statistic's, value before the step. */
  static String valueName(ParameterSpecification specification) {
    String prefix = specification.role().isTrainable() ? "param." : "buffer.";
    return prefix + specification.name();
  }

  static String gradientName(ParameterSpecification specification) {
    return "grad.param." + specification.name();
  }

  static String valueAfterName(ParameterSpecification specification) {
    return "buffer_after." + specification.name();
  }
}
