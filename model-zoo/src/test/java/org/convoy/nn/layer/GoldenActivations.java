package org.convoy.nn.layer;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.Function;
import org.convoy.nn.golden.LayerCase;
import org.deeplearning4j.nn.conf.layers.Layer;

/** Makes activations and normalizations from the arguments of golden cases. */
final class GoldenActivations {
  static final Map<String, Function<LayerCase, Layer>> BUILDERS =
      Map.ofEntries(
          entry("ReLU", golden -> new ReLU()),
          entry("ReLU6", golden -> new ReLU6()),
          entry("Sigmoid", golden -> new Sigmoid()),
          entry("Tanh", golden -> new Tanh()),
          entry("SiLU", golden -> new SiLU()),
          entry("Hardswish", golden -> new Hardswish()),
          entry("GELU", GoldenActivations::gelu),
          entry("LeakyReLU", golden -> new LeakyReLU(golden.number("negative_slope", 0.01))),
          entry("ELU", golden -> new ELU(golden.number("alpha", 1))),
          entry("PReLU", GoldenActivations::prelu),
          entry("RReLU", GoldenActivations::rrelu),
          entry("Dropout", golden -> new Dropout(golden.number("p", 0.5))),
          entry("Dropout2d", golden -> new Dropout2d(golden.number("p", 0.5))),
          entry("Softmax", golden -> new Softmax(golden.integer("dim", 1))),
          entry("BatchNorm2d", GoldenActivations::batchNorm2d),
          entry("GroupNorm", GoldenActivations::groupNorm),
          entry("LocalResponseNorm", GoldenActivations::localResponseNorm));

  private GoldenActivations() {}

  private static GELU gelu(LayerCase golden) {
    return golden.text("approximate", "none").equals("tanh")
        ? GELU.approximatedByTanh()
        : new GELU();
  }

  private static PReLU prelu(LayerCase golden) {
    return new PReLU(golden.integer("num_parameters", 1), golden.number("init", 0.25));
  }

  private static RReLU rrelu(LayerCase golden) {
    return new RReLU(golden.number("lower", 1.0 / 8), golden.number("upper", 1.0 / 3));
  }

  private static BatchNorm2d batchNorm2d(LayerCase golden) {
    BatchNorm2d.Builder builder =
        BatchNorm2d.builder()
            .eps(golden.number("eps", 1e-5))
            .momentum(golden.number("momentum", 0.1));
    if (golden.isNone("momentum")) {
      builder.cumulativeAverage();
    }

    if (!golden.flag("affine", true)) {
      builder.withoutAffine();
    }

    if (!golden.flag("track_running_stats", true)) {
      builder.withoutRunningStats();
    }

    return builder.build();
  }

  private static GroupNorm groupNorm(LayerCase golden) {
    GroupNorm norm =
        new GroupNorm(
            golden.integer("num_groups", 1),
            golden.integer("num_channels", 1),
            golden.number("eps", 1e-5));
    return golden.flag("affine", true) ? norm : norm.withoutAffine();
  }

  private static LocalResponseNorm localResponseNorm(LayerCase golden) {
    return new LocalResponseNorm(
        golden.integer("size", 5),
        golden.number("alpha", 1e-4),
        golden.number("beta", 0.75),
        golden.number("k", 1));
  }
}
