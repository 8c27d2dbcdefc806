package org.convoy.golden.layer;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.convoy.golden.reference.Attempt;
import org.convoy.golden.reference.Check;
import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.activation.ELU;
import org.convoy.nn.activation.Hardsigmoid;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.activation.LeakyReLU;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.activation.ReLU6;
import org.convoy.nn.activation.SiLU;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.activation.Tanh;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.shape.ChannelShuffle;
import org.deeplearning4j.nn.conf.layers.Layer;

/** The checks of all layers, by the names of PyTorch's modules. */
public final class LayerChecks {
  private static final int IMAGE = 3;
  private static final int VOLUME = 4;
  private static final int VECTOR = 1;

  private static final Map<String, Check> CHECKS = new TreeMap<>();

  static {
    put("Conv2d", IMAGE, SpatialLayers::conv2d);
    put("Conv3d", VOLUME, SpatialLayers::conv3d);
    put("Linear", VECTOR, SpatialLayers::linear);
    put("Flatten", VECTOR, SpatialLayers::flatten);
    put("MaxPool2d", IMAGE, SpatialLayers::maxPool2d);
    put("AvgPool2d", IMAGE, SpatialLayers::avgPool2d);
    put("AdaptiveAvgPool2d", IMAGE, SpatialLayers::adaptiveAvgPool2d);
    CHECKS.put("MaxUnpool2d", new UnpoolingCheck());
    put("BatchNorm2d", VECTOR, PointwiseLayers::batchNorm2d);
    put("GroupNorm", VECTOR, PointwiseLayers::groupNorm);
    put("LayerNorm", VECTOR, PointwiseLayers::layerNorm);
    put("LayerNorm2d", VECTOR, PointwiseLayers::layerNorm2d);
    put(
        "ChannelShuffle",
        VECTOR,
        golden -> new ChannelShuffle(golden.arguments().integer("groups")));
    put("StochasticDepth", VECTOR, PointwiseLayers::stochasticDepth);
    put("LocalResponseNorm", VECTOR, PointwiseLayers::localResponseNorm);
    put("Dropout", VECTOR, golden -> new Dropout(probability(golden)));
    put("Dropout2d", VECTOR, golden -> new Dropout2d(probability(golden)));
    putActivations();
  }

  private LayerChecks() {}

  private static void putActivations() {
    put("ReLU", VECTOR, golden -> new ReLU());
    put("ReLU6", VECTOR, golden -> new ReLU6());
    put("Sigmoid", VECTOR, golden -> new Sigmoid());
    put("Tanh", VECTOR, golden -> new Tanh());
    put("SiLU", VECTOR, golden -> new SiLU());
    put("Hardswish", VECTOR, golden -> new Hardswish());
    put("Hardsigmoid", VECTOR, golden -> new Hardsigmoid());
    put("GELU", VECTOR, PointwiseLayers::gelu);
    put(
        "LeakyReLU",
        VECTOR,
        golden -> new LeakyReLU(golden.arguments().number("negative_slope", 0.01)));
    put("ELU", VECTOR, golden -> new ELU(golden.arguments().number("alpha", 1)));
    put("PReLU", VECTOR, PointwiseLayers::prelu);
    put("RReLU", VECTOR, PointwiseLayers::rrelu);
    put("Softmax", VECTOR, PointwiseLayers::softmax);
  }

  /** The checks by the names of PyTorch's modules. */
  public static Map<String, Check> all() {
    return Map.copyOf(CHECKS);
  }

  /** The case of a layer as a plan in bf16; nothing where the case is none of a layer's. */
  public static Optional<Attempt> inBf16(GoldenCase golden) {
    return CHECKS.get(golden.op()) instanceof LayerCheck check
        ? Optional.of(check.inBf16(golden))
        : Optional.empty();
  }

  /**
   * Adds a layer.
   *
   * @param rank dimensions of one example without a batch's dimension
   */
  private static void put(String op, int rank, Function<GoldenCase, Layer> layer) {
    CHECKS.put(op, new LayerCheck(rank, layer));
  }

  private static double probability(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    return arguments.number("p", 0.5);
  }
}
