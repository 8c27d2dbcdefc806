package org.convoy.nn.model;

import static org.convoy.common.argument.ArgumentTypes.NUMBER;
import static org.convoy.common.argument.ArgumentTypes.integer;
import static org.convoy.common.argument.ArgumentTypes.oneOf;
import static org.convoy.nn.model.LayerCatalog.layer;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.Bounds;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.nn.activation.ELU;
import org.convoy.nn.activation.GELU;
import org.convoy.nn.activation.Hardsigmoid;
import org.convoy.nn.activation.Hardswish;
import org.convoy.nn.activation.LeakyReLU;
import org.convoy.nn.activation.PReLU;
import org.convoy.nn.activation.RReLU;
import org.convoy.nn.activation.ReLU;
import org.convoy.nn.activation.ReLU6;
import org.convoy.nn.activation.SiLU;
import org.convoy.nn.activation.Sigmoid;
import org.convoy.nn.activation.Softmax;
import org.convoy.nn.activation.Tanh;

/** Layers that are functions of each value, or of all values of a pixel. */
final class ActivationEntries {
  private static final Argument<Double> NEGATIVE_SLOPE =
      Argument.of("negativeSlope", NUMBER, 0.01, "Slope below 0.");

  private static final Argument<Integer> PARAMETERS =
      Argument.of(
          "parameters",
          integer(Bounds.atLeast(1)),
          1,
          "One slope for all channels, or one for each.");

  private static final Argument<Double> INIT =
      Argument.of("init", NUMBER, 0.25, "First value of the slopes.");

  private static final Argument<Double> LOWER =
      Argument.of("lower", NUMBER, 1.0 / 8, "Least slope below 0.");

  private static final Argument<Double> UPPER =
      Argument.of("upper", NUMBER, 1.0 / 3, "Greatest slope below 0.");

  private static final Argument<Double> ELU_ALPHA =
      Argument.of("alpha", NUMBER, 1, "What it falls to, below 0.");

  private static final Argument<Boolean> APPROXIMATE =
      Argument.of(
          "approximate",
          oneOf(new TreeMap<>(Map.of("none", false, "tanh", true))),
          "none",
          "Whether the normal distribution is approximated by tanh.");

  private static final Argument<Integer> DIM =
      Argument.of("dim", integer(Bounds.ALL), 1, "The dimension over which the values sum to 1.");

  private ActivationEntries() {}

  static List<Entry<Block>> all() {
    return List.of(
        layer("relu", "As `ReLU`.", arguments -> new ReLU()),
        layer("relu6", "As `ReLU6`.", arguments -> new ReLU6()),
        layer(
            "leakyReLU",
            "As `LeakyReLU`.",
            arguments -> new LeakyReLU(arguments.get(NEGATIVE_SLOPE)),
            NEGATIVE_SLOPE),
        layer(
            "prelu",
            "With learned slopes, as `PReLU`.",
            arguments -> new PReLU(arguments.get(PARAMETERS), arguments.get(INIT)),
            PARAMETERS,
            INIT),
        layer(
            "rrelu",
            "With random slopes in training, as `RReLU`.",
            arguments -> new RReLU(arguments.get(LOWER), arguments.get(UPPER)),
            LOWER,
            UPPER),
        layer("elu", "As `ELU`.", arguments -> new ELU(arguments.get(ELU_ALPHA)), ELU_ALPHA),
        layer(
            "gelu",
            "As `GELU`.",
            arguments -> arguments.get(APPROXIMATE) ? GELU.approximatedByTanh() : new GELU(),
            APPROXIMATE),
        layer("silu", "As `SiLU`.", arguments -> new SiLU()),
        layer("hardswish", "As `Hardswish`.", arguments -> new Hardswish()),
        layer("hardsigmoid", "As `Hardsigmoid`.", arguments -> new Hardsigmoid()),
        layer("sigmoid", "As `Sigmoid`.", arguments -> new Sigmoid()),
        layer("tanh", "As `Tanh`.", arguments -> new Tanh()),
        layer("softmax", "As `Softmax`.", arguments -> new Softmax(arguments.get(DIM)), DIM));
  }
}
