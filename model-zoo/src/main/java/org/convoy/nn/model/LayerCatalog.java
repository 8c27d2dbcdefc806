package org.convoy.nn.model;

import static org.convoy.common.argument.ArgumentTypes.FLAG;
import static org.convoy.common.argument.ArgumentTypes.NUMBER;
import static org.convoy.common.argument.ArgumentTypes.integer;
import static org.convoy.common.argument.ArgumentTypes.list;
import static org.convoy.common.argument.ArgumentTypes.number;
import static org.convoy.common.argument.ArgumentTypes.oneOf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.Arguments;
import org.convoy.common.argument.Bounds;
import org.convoy.common.argument.Catalog;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.dropout.StochasticDepth;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LayerNorm;
import org.convoy.nn.norm.LayerNorm2d;
import org.convoy.nn.norm.LocalResponseNorm;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.op.Shapes;
import org.convoy.nn.op.Size2d;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.ChannelShuffle;
import org.convoy.nn.shape.ChannelSlice;
import org.convoy.nn.shape.Flatten;
import org.convoy.nn.shape.Permute;
import org.convoy.nn.shape.ZeroPadShortcut;

/**
 * The layers that a list of layers can name, with PyTorch's arguments in camelCase and its
 * defaults. docs/layers.md is made from it.
 */
public final class LayerCatalog {
  private static final ArgumentType<Integer> COUNT = integer(Bounds.atLeast(1));
  private static final ArgumentType<Integer> INTEGER = integer(Bounds.ALL);
  private static final ArgumentType<Double> POSITIVE = number(Bounds.POSITIVE);
  private static final ArgumentType<Double> SHARE = number(Bounds.SHARE);
  private static final ArgumentType<Size2d> SIZES = pair(COUNT);
  private static final ArgumentType<Size2d> PIXELS = pair(integer(Bounds.atLeast(0)));

  private static final ArgumentType<ParameterInitialization> INITIALIZATION =
      oneOf(
          new TreeMap<>(
              Map.of(
                  "uniformByFanIn", ParameterInitialization.uniformByFanIn(),
                  "kaimingNormalByFanIn", ParameterInitialization.kaimingNormalByFanIn(),
                  "kaimingNormalByFanOut", ParameterInitialization.kaimingNormalByFanOut(),
                  "zero", ParameterInitialization.constant(0))));

  private static final Argument<Integer> OUT =
      Argument.required("out", COUNT, "Channels or features of the output.");

  private static final Argument<Integer> IN =
      Argument.optional(
          "in", COUNT, "inferred", "Channels or features of the input; any other is an error.");

  private static final Argument<Boolean> BIAS =
      Argument.of("bias", FLAG, true, "Whether a bias is added.");

  private static final Argument<ParameterInitialization> WEIGHT_INIT =
      Argument.optional(
          "weightInit", INITIALIZATION, "`uniformByFanIn`", "First values of the weights.");

  private static final Argument<ParameterInitialization> BIAS_INIT =
      Argument.optional(
          "biasInit", INITIALIZATION, "`uniformByFanIn`", "First values of the bias.");

  private static final Argument<Size2d> KERNEL =
      Argument.required("kernel", SIZES, "Height and width of the window.");

  private static final Argument<Size2d> STRIDE =
      Argument.of("stride", SIZES, 1, "Steps of the window.");

  private static final Argument<Size2d> POOL_STRIDE =
      Argument.optional("stride", SIZES, "the kernel's size", "Steps of the window.");

  private static final Argument<Size2d> PADDING =
      Argument.of("padding", PIXELS, 0, "Pixels beyond each edge.");

  private static final Argument<Optional<Size2d>> CONV_PADDING =
      Argument.of(
          "padding",
          PIXELS.map(Optional::of).or(oneOf(Map.of("same", Optional.empty()))),
          0,
          "Pixels beyond each edge; same: as many as keep the size.");

  private static final Argument<PaddingMode> PADDING_MODE =
      Argument.of(
          "paddingMode",
          oneOf(List.of(PaddingMode.values())),
          "zeros",
          "What is seen beyond the edges.");

  private static final Argument<Size2d> DILATION =
      Argument.of("dilation", SIZES, 1, "Distance between the window's points.");

  private static final Argument<Integer> GROUPS =
      Argument.of("groups", COUNT, 1, "Groups of channels that do not see each other.");

  private static final Argument<Boolean> CEIL_MODE =
      Argument.of(
          "ceilMode", FLAG, false, "Whether a window may begin in the input and end beyond it.");

  private static final Argument<Boolean> COUNT_INCLUDE_PAD =
      Argument.of("countIncludePad", FLAG, true, "Whether padding counts in the mean.");

  private static final Argument<Integer> DIVISOR_OVERRIDE =
      Argument.optional(
          "divisorOverride", INTEGER, "the window's pixels", "What the sum is divided by; not 0.");

  private static final Argument<Size2d> OUTPUT =
      Argument.required("output", SIZES, "Height and width of the output.");

  private static final Argument<Double> EPS =
      Argument.of("eps", POSITIVE, "1e-5", "Is added to the variance.");

  private static final Argument<Double> MOMENTUM =
      Argument.of("momentum", SHARE, "0.1", "Weight of a batch in the running statistics.");

  private static final Argument<Boolean> CUMULATIVE_AVERAGE =
      Argument.of(
          "cumulativeAverage",
          FLAG,
          false,
          "Whether running statistics are means of all batches, PyTorch's momentum of None.");

  private static final Argument<Boolean> AFFINE =
      Argument.of("affine", FLAG, true, "Whether each channel has a learned factor and summand.");

  private static final Argument<Boolean> TRACK_RUNNING_STATS =
      Argument.of(
          "trackRunningStats",
          FLAG,
          true,
          "Whether evaluation uses running statistics, rather than the batch's.");

  private static final Argument<Integer> NORM_GROUPS =
      Argument.required("groups", COUNT, "Groups of channels that are normalized together.");

  private static final Argument<Integer> CHANNELS =
      Argument.required("channels", COUNT, "Channels of the input, a multiple of the groups.");

  private static final Argument<Integer> NORMALIZED_SHAPE =
      Argument.required("normalizedShape", COUNT, "Features, or channels, of the input.");

  private static final Argument<Integer> SHUFFLE_GROUPS =
      Argument.required("groups", COUNT, "Groups from which channels are taken in turn.");

  private static final Argument<Integer> FIRST =
      Argument.required("first", integer(Bounds.atLeast(0)), "The first channel, from 0.");

  private static final Argument<Integer> COUNT_OF_CHANNELS =
      Argument.required("count", COUNT, "How many neighbouring channels.");

  private static final Argument<List<Integer>> DIMENSIONS =
      Argument.required(
          "dimensions",
          list(integer(Bounds.atLeast(0)), "[0, …]", 4),
          "The input's dimensions in the order of the output's; 0, the batch, is the first.");

  private static final Argument<Integer> SIZE =
      Argument.required("size", COUNT, "Neighbouring channels that are summed over.");

  private static final Argument<Double> RESPONSE_ALPHA =
      Argument.of("alpha", NUMBER, "1e-4", "Factor of the mean square.");

  private static final Argument<Double> BETA =
      Argument.of("beta", NUMBER, 0.75, "Exponent of the divisor.");

  private static final Argument<Double> K =
      Argument.of("k", NUMBER, 1, "Is added to the mean square times alpha.");

  private static final Argument<Double> PROBABILITY =
      Argument.of("probability", SHARE, 0.5, "How probably a value is dropped.");

  private static final Argument<Integer> START_DIM =
      Argument.of("startDim", INTEGER, 1, "The first dimension that becomes one with the others.");

  private static final Argument<Integer> END_DIM =
      Argument.of("endDim", INTEGER, -1, "The last one; negative: counted from the end.");

  private static final Argument<Integer> SHORTCUT_STRIDE =
      Argument.of("stride", COUNT, 2, "Which pixels are kept: every one of this number.");

  static final Catalog<Block> CATALOG =
      new Catalog<>(
          "layer",
          Stream.of(weighted(), norms(), pools(), shapes(), ActivationEntries.all())
              .flatMap(List::stream)
              .toList());

  private LayerCatalog() {}

  private static ArgumentType<Size2d> pair(ArgumentType<Integer> element) {
    return element
        .map(both -> new Size2d(both, both))
        .or(
            list(element, "[height, width]", 2)
                .map(sides -> new Size2d(sides.get(0), sides.get(1))));
  }

  /**
   * A layer.
   *
   * @param name one of {@link #names}
   * @param arguments numbers, booleans, strings, and lists of two integers, by name
   * @throws IllegalArgumentException as {@link Catalog#create}
   */
  public static Block create(String name, Map<String, ?> arguments) {
    if (!names().contains(name)) {
      List<String> known = new ArrayList<>(names());
      known.addAll(BlockReader.COMPOSITIONS);
      throw new IllegalArgumentException(Catalog.unknown("layer", name, known, "known are "));
    }

    if (arguments.containsKey("name")) {
      throw new IllegalArgumentException(
          name
              + ": unknown argument \"name\"; a name stands beside the layer: {name = conv1, conv2d"
              + " {…}}");
    }

    return CATALOG.create(name, arguments);
  }

  /** All layers, by theme. */
  public static List<String> names() {
    return CATALOG.names();
  }

  static Entry<Block> layer(
      String name,
      String description,
      Function<Arguments, ModelItem> factory,
      Argument<?>... arguments) {
    return new Entry<>(
        name, description, List.of(arguments), given -> Block.of(factory.apply(given)));
  }

  private static List<Entry<Block>> weighted() {
    return List.of(
        layer(
            "conv2d",
            "Convolution, as `Conv2d`.",
            LayerCatalog::conv2d,
            OUT,
            KERNEL,
            STRIDE,
            CONV_PADDING,
            PADDING_MODE,
            DILATION,
            GROUPS,
            BIAS,
            IN,
            WEIGHT_INIT,
            BIAS_INIT),
        layer(
            "linear",
            "A weight for each pair of features, as `Linear`.",
            LayerCatalog::linear,
            OUT,
            BIAS,
            IN,
            WEIGHT_INIT,
            BIAS_INIT));
  }

  private static ModelItem conv2d(Arguments arguments) {
    Size2d kernel = arguments.get(KERNEL);
    Size2d stride = arguments.get(STRIDE);
    Size2d dilation = arguments.get(DILATION);
    Conv2d.Builder builder =
        Conv2d.builder(arguments.get(OUT), kernel.height(), kernel.width())
            .stride(stride.height(), stride.width())
            .dilation(dilation.height(), dilation.width());
    arguments
        .get(CONV_PADDING)
        .ifPresentOrElse(
            padding -> builder.padding(padding.height(), padding.width()), builder::paddingSame);
    builder.paddingMode(arguments.get(PADDING_MODE)).groups(arguments.get(GROUPS));
    arguments.find(IN).ifPresent(builder::inChannels);
    arguments.find(WEIGHT_INIT).ifPresent(builder::initializeWeight);
    arguments.find(BIAS_INIT).ifPresent(builder::initializeBias);
    return arguments.get(BIAS) ? builder : builder.withoutBias();
  }

  private static ModelItem linear(Arguments arguments) {
    Linear.Builder builder = Linear.builder(arguments.get(OUT));
    arguments.find(IN).ifPresent(builder::inFeatures);
    arguments.find(WEIGHT_INIT).ifPresent(builder::initializeWeight);
    arguments.find(BIAS_INIT).ifPresent(builder::initializeBias);
    return arguments.get(BIAS) ? builder : builder.withoutBias();
  }

  private static List<Entry<Block>> norms() {
    return List.of(
        layer(
            "batchNorm2d",
            "Normalizes each channel over the batch, as `BatchNorm2d`.",
            LayerCatalog::batchNorm2d,
            EPS,
            MOMENTUM,
            CUMULATIVE_AVERAGE,
            AFFINE,
            TRACK_RUNNING_STATS),
        layer(
            "groupNorm",
            "Normalizes each image by groups of channels, as `GroupNorm`.",
            LayerCatalog::groupNorm,
            NORM_GROUPS,
            CHANNELS,
            EPS,
            AFFINE),
        layer(
            "layerNorm",
            "Normalizes along the last dimension, as `LayerNorm` of one number.",
            arguments -> {
              LayerNorm layer = new LayerNorm(arguments.get(NORMALIZED_SHAPE), arguments.get(EPS));
              return arguments.get(AFFINE) ? layer : layer.withoutAffine();
            },
            NORMALIZED_SHAPE,
            EPS,
            AFFINE),
        layer(
            "layerNorm2d",
            "Normalizes the channels of each pixel, as torchvision's `LayerNorm2d`.",
            arguments -> {
              LayerNorm2d layer =
                  new LayerNorm2d(arguments.get(NORMALIZED_SHAPE), arguments.get(EPS));
              return arguments.get(AFFINE) ? layer : layer.withoutAffine();
            },
            NORMALIZED_SHAPE,
            EPS,
            AFFINE),
        layer(
            "localResponseNorm",
            "Divides by neighbouring channels, as `LocalResponseNorm`.",
            arguments ->
                new LocalResponseNorm(
                    arguments.get(SIZE),
                    arguments.get(RESPONSE_ALPHA),
                    arguments.get(BETA),
                    arguments.get(K)),
            SIZE,
            RESPONSE_ALPHA,
            BETA,
            K));
  }

  private static ModelItem batchNorm2d(Arguments arguments) {
    BatchNorm2d.Builder builder =
        BatchNorm2d.builder().eps(arguments.get(EPS)).momentum(arguments.get(MOMENTUM));
    if (arguments.get(CUMULATIVE_AVERAGE)) {
      builder.cumulativeAverage();
    }

    if (!arguments.get(AFFINE)) {
      builder.withoutAffine();
    }

    return arguments.get(TRACK_RUNNING_STATS) ? builder : builder.withoutRunningStats();
  }

  private static ModelItem groupNorm(Arguments arguments) {
    GroupNorm layer =
        new GroupNorm(arguments.get(NORM_GROUPS), arguments.get(CHANNELS), arguments.get(EPS));
    return arguments.get(AFFINE) ? layer : layer.withoutAffine();
  }

  private static List<Entry<Block>> pools() {
    return List.of(
        layer(
            "maxPool2d",
            "The greatest value of each window, as `MaxPool2d`.",
            LayerCatalog::maxPool2d,
            KERNEL,
            POOL_STRIDE,
            PADDING,
            DILATION,
            CEIL_MODE),
        layer(
            "avgPool2d",
            "The mean of each window, as `AvgPool2d`.",
            LayerCatalog::avgPool2d,
            KERNEL,
            POOL_STRIDE,
            PADDING,
            CEIL_MODE,
            COUNT_INCLUDE_PAD,
            DIVISOR_OVERRIDE),
        layer(
            "adaptiveAvgPool2d",
            "Means of as many windows as asked for, as `AdaptiveAvgPool2d`.",
            arguments -> {
              Size2d output = arguments.get(OUTPUT);
              return AdaptiveAvgPool2d.of(output.height(), output.width());
            },
            OUTPUT));
  }

  private static ModelItem maxPool2d(Arguments arguments) {
    Size2d kernel = arguments.get(KERNEL);
    Size2d padding = arguments.get(PADDING);
    Size2d dilation = arguments.get(DILATION);
    MaxPool2d.Builder builder =
        MaxPool2d.builder(kernel.height(), kernel.width())
            .dilation(dilation.height(), dilation.width());
    arguments
        .find(POOL_STRIDE)
        .ifPresent(stride -> builder.stride(stride.height(), stride.width()));
    builder.padding(padding.height(), padding.width());
    return arguments.get(CEIL_MODE) ? builder.ceilMode() : builder;
  }

  private static ModelItem avgPool2d(Arguments arguments) {
    Size2d kernel = arguments.get(KERNEL);
    Size2d padding = arguments.get(PADDING);
    AvgPool2d.Builder builder = AvgPool2d.builder(kernel.height(), kernel.width());
    arguments
        .find(POOL_STRIDE)
        .ifPresent(stride -> builder.stride(stride.height(), stride.width()));
    arguments.find(DIVISOR_OVERRIDE).ifPresent(builder::divisorOverride);
    builder.padding(padding.height(), padding.width());
    if (arguments.get(CEIL_MODE)) {
      builder.ceilMode();
    }

    return arguments.get(COUNT_INCLUDE_PAD) ? builder : builder.countWithoutPadding();
  }

  private static List<Entry<Block>> shapes() {
    return List.of(
        layer(
            "dropout",
            "Drops random values in training, as `Dropout`.",
            arguments -> new Dropout(arguments.get(PROBABILITY)),
            PROBABILITY),
        layer(
            "dropout2d",
            "Drops random channels in training, as `Dropout2d`.",
            arguments -> new Dropout2d(arguments.get(PROBABILITY)),
            PROBABILITY),
        layer(
            "stochasticDepth",
            "Drops all of random examples in training, as torchvision's `StochasticDepth` of rows.",
            arguments -> new StochasticDepth(arguments.get(PROBABILITY)),
            PROBABILITY),
        layer(
            "channelShuffle",
            "Takes channels from each group in turn, as `ChannelShuffle`.",
            arguments -> new ChannelShuffle(arguments.get(SHUFFLE_GROUPS)),
            SHUFFLE_GROUPS),
        layer(
            "channelSlice",
            "Some neighbouring channels.",
            arguments -> new ChannelSlice(arguments.get(FIRST), arguments.get(COUNT_OF_CHANNELS)),
            FIRST,
            COUNT_OF_CHANNELS),
        layer(
            "permute",
            "The dimensions of images in another order, as torchvision's `Permute`.",
            arguments -> new Permute(Shapes.array(arguments.get(DIMENSIONS))),
            DIMENSIONS),
        layer(
            "flatten",
            "Makes dimensions one, as `Flatten`.",
            arguments -> Flatten.of(arguments.get(START_DIM), arguments.get(END_DIM)),
            START_DIM,
            END_DIM),
        layer(
            "zeroPadShortcut",
            "The shortcut of ResNets for CIFAR: fewer pixels, and further channels of zeros.",
            arguments -> new ZeroPadShortcut(arguments.get(OUT), arguments.get(SHORTCUT_STRIDE)),
            OUT,
            SHORTCUT_STRIDE));
  }
}
