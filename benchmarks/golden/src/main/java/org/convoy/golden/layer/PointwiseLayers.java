package org.convoy.golden.layer;

import org.convoy.golden.reference.GoldenArguments;
import org.convoy.golden.reference.GoldenCase;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.activation.PReLU;
import org.convoy.nn.activation.RReLU;
import org.convoy.nn.activation.Softmax;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.norm.LocalResponseNorm;

/** Makes activations and normalizations by PyTorch's arguments. */
final class PointwiseLayers {
  private PointwiseLayers() {}

  static GELU gelu(GoldenCase golden) {
    String approximate = golden.arguments().text("approximate", "none");
    return switch (approximate) {
      case "none" -> new GELU();
      case "tanh" -> GELU.approximatedByTanh();
      default ->
          throw new IllegalArgumentException(
              "argument \"approximate\" must be none or tanh, it is " + approximate);
    };
  }

  static PReLU prelu(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    return new PReLU(arguments.integer("num_parameters", 1), arguments.number("init", 0.25));
  }

  static RReLU rrelu(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    return new RReLU(arguments.number("lower", 1.0 / 8), arguments.number("upper", 1.0 / 3));
  }

  /** PyTorch's dimensions count the batch's, which a single example lacks. */
  static Softmax softmax(GoldenCase golden) {
    int rank = golden.shape("input").length;
    boolean first = rank == 1 || rank == 3;
    int dim = golden.arguments().integer("dim", first ? 0 : 1);
    return new Softmax(rank == 1 && dim >= 0 ? dim + 1 : dim);
  }

  static BatchNorm2d batchNorm2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    BatchNorm2d.Builder builder =
        BatchNorm2d.builder()
            .eps(arguments.number("eps", 1e-5))
            .momentum(arguments.number("momentum", 0.1));
    if (arguments.isNone("momentum")) {
      builder.cumulativeAverage();
    }

    if (!arguments.flag("affine", true)) {
      builder.withoutAffine();
    }

    return arguments.flag("track_running_stats", true)
        ? builder.build()
        : builder.withoutRunningStats().build();
  }

  static GroupNorm groupNorm(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    GroupNorm norm =
        new GroupNorm(
            arguments.integer("num_groups"),
            arguments.integer("num_channels"),
            arguments.number("eps", 1e-5));
    return arguments.flag("affine", true) ? norm : norm.withoutAffine();
  }

  static LayerNorm layerNorm(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    LayerNorm norm =
        new LayerNorm(arguments.integer("normalized_shape"), arguments.number("eps", 1e-5));
    return arguments.flag("elementwise_affine", true) ? norm : norm.withoutAffine();
  }

  static LayerNorm2d layerNorm2d(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    LayerNorm2d norm =
        new LayerNorm2d(arguments.integer("normalized_shape"), arguments.number("eps", 1e-5));
    return arguments.flag("elementwise_affine", true) ? norm : norm.withoutAffine();
  }

  static StochasticDepth stochasticDepth(GoldenCase golden) {
    String mode = golden.arguments().text("mode", "row");
    if (!mode.equals("row")) {
      throw new IllegalArgumentException("argument \"mode\" must be row, it is " + mode);
    }

    return new StochasticDepth(golden.arguments().number("p", 0.5));
  }

  static LocalResponseNorm localResponseNorm(GoldenCase golden) {
    GoldenArguments arguments = golden.arguments();
    return new LocalResponseNorm(
        arguments.integer("size"),
        arguments.number("alpha", 1e-4),
        arguments.number("beta", 0.75),
        arguments.number("k", 1));
  }
}
