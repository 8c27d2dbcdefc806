package org.convoy.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoy.common.NearestName;
import org.convoy.nn.activation.ELU;
import org.convoy.nn.activation.GELU;
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
import org.convoy.nn.conv.Conv2d;
import org.convoy.nn.dense.Linear;
import org.convoy.nn.dl4j.ModelItem;
import org.convoy.nn.dropout.Dropout;
import org.convoy.nn.dropout.Dropout2d;
import org.convoy.nn.norm.BatchNorm2d;
import org.convoy.nn.norm.GroupNorm;
import org.convoy.nn.norm.LocalResponseNorm;
import org.convoy.nn.op.PaddingMode;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.nn.pool.AdaptiveAvgPool2d;
import org.convoy.nn.pool.AvgPool2d;
import org.convoy.nn.pool.MaxPool2d;
import org.convoy.nn.shape.Flatten;
import org.convoy.nn.shape.ZeroPadShortcut;

/** The layers that a list of layers can name, with their arguments and PyTorch's defaults. */
public final class LayerCatalog {
  private static final NavigableMap<String, Function<LayerArguments, ModelItem>> LAYERS =
      new TreeMap<>();

  private static final NavigableMap<String, ParameterInitialization> INITIALIZATIONS =
      new TreeMap<>(
          Map.of(
              "uniformByFanIn", ParameterInitialization.uniformByFanIn(),
              "kaimingNormalByFanIn", ParameterInitialization.kaimingNormalByFanIn(),
              "kaimingNormalByFanOut", ParameterInitialization.kaimingNormalByFanOut(),
              "zero", ParameterInitialization.constant(0)));

  private static final NavigableMap<String, PaddingMode> PADDING_MODES = new TreeMap<>();

  static {
    for (PaddingMode mode : PaddingMode.values()) {
      PADDING_MODES.put(mode.settingName(), mode);
    }

    LAYERS.put("conv2d", LayerCatalog::conv2d);
    LAYERS.put("linear", LayerCatalog::linear);
    LAYERS.put("batchNorm2d", LayerCatalog::batchNorm2d);
    LAYERS.put("groupNorm", LayerCatalog::groupNorm);
    LAYERS.put("localResponseNorm", LayerCatalog::localResponseNorm);
    LAYERS.put("dropout", arguments -> new Dropout(arguments.number("probability", 0.5)));
    LAYERS.put("dropout2d", arguments -> new Dropout2d(arguments.number("probability", 0.5)));
    LAYERS.put("flatten", LayerCatalog::flatten);
    LAYERS.put("maxPool2d", LayerCatalog::maxPool2d);
    LAYERS.put("avgPool2d", LayerCatalog::avgPool2d);
    LAYERS.put("adaptiveAvgPool2d", LayerCatalog::adaptiveAvgPool2d);
    LAYERS.put("zeroPadShortcut", LayerCatalog::zeroPadShortcut);
    putActivations();
  }

  private static void putActivations() {
    LAYERS.put("relu", arguments -> new ReLU());
    LAYERS.put("relu6", arguments -> new ReLU6());
    LAYERS.put("leakyReLU", arguments -> new LeakyReLU(arguments.number("negativeSlope", 0.01)));
    LAYERS.put("prelu", LayerCatalog::prelu);
    LAYERS.put("rrelu", LayerCatalog::rrelu);
    LAYERS.put("elu", arguments -> new ELU(arguments.number("alpha", 1)));
    LAYERS.put("gelu", LayerCatalog::gelu);
    LAYERS.put("silu", arguments -> new SiLU());
    LAYERS.put("hardswish", arguments -> new Hardswish());
    LAYERS.put("sigmoid", arguments -> new Sigmoid());
    LAYERS.put("tanh", arguments -> new Tanh());
    LAYERS.put("softmax", arguments -> new Softmax(arguments.integer("dim", 1)));
  }

  private LayerCatalog() {}

  /**
   * A layer.
   *
   * @param name one of {@link #names}
   * @param arguments numbers, booleans, strings, and lists of two integers, by name
   * @throws IllegalArgumentException if there is no such layer, or if an argument is unknown,
   *     missing, of another type or out of range; the message names it and its value
   */
  public static Block create(String name, Map<String, ?> arguments) {
    Function<LayerArguments, ModelItem> layer = LAYERS.get(name);
    if (layer == null) {
      throw new IllegalArgumentException("unknown layer \"" + name + "\"; " + hint(name));
    }

    try {
      LayerArguments reader = new LayerArguments(arguments);
      Block block = Block.of(layer.apply(reader));
      reader.rejectUnknown();
      return block;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** All layers, sorted. */
  public static List<String> names() {
    return List.copyOf(LAYERS.keySet());
  }

  private static String hint(String name) {
    List<String> candidates = new ArrayList<>(names());
    candidates.addAll(BlockReader.COMPOSITIONS);
    return NearestName.of(name, candidates)
        .map(nearest -> "did you mean \"" + nearest + "\"?")
        .orElse("known are " + String.join(", ", candidates));
  }

  private static ModelItem conv2d(LayerArguments arguments) {
    int[] kernel = arguments.pair("kernel");
    Conv2d.Builder builder = Conv2d.builder(arguments.integer("out"), kernel[0], kernel[1]);
    arguments.integer("in", builder::inChannels);
    arguments.pair("stride", builder::stride);
    padding(arguments, builder);
    arguments.pair("dilation", builder::dilation);
    arguments.integer("groups", builder::groups);
    arguments.ifFalse("bias", builder::withoutBias);
    initialization(arguments, "weightInit", builder::initializeWeight);
    initialization(arguments, "biasInit", builder::initializeBias);
    return builder;
  }

  /** Numbers, or the word "same". */
  private static void padding(LayerArguments arguments, Conv2d.Builder builder) {
    if (arguments.is("padding", "same")) {
      builder.paddingSame();
    } else {
      arguments.pair("padding", builder::padding);
    }

    arguments
        .choice("paddingMode", PADDING_MODES.navigableKeySet())
        .map(PADDING_MODES::get)
        .ifPresent(builder::paddingMode);
  }

  private static ModelItem linear(LayerArguments arguments) {
    Linear.Builder builder = Linear.builder(arguments.integer("out"));
    arguments.integer("in", builder::inFeatures);
    arguments.ifFalse("bias", builder::withoutBias);
    initialization(arguments, "weightInit", builder::initializeWeight);
    initialization(arguments, "biasInit", builder::initializeBias);
    return builder;
  }

  private static void initialization(
      LayerArguments arguments, String name, Consumer<ParameterInitialization> setting) {
    arguments
        .choice(name, INITIALIZATIONS.navigableKeySet())
        .map(INITIALIZATIONS::get)
        .ifPresent(setting);
  }

  private static ModelItem batchNorm2d(LayerArguments arguments) {
    BatchNorm2d.Builder builder = BatchNorm2d.builder();
    arguments.number("eps", builder::eps);
    arguments.number("momentum", builder::momentum);
    arguments.ifTrue("cumulativeAverage", builder::cumulativeAverage);
    arguments.ifFalse("affine", builder::withoutAffine);
    arguments.ifFalse("trackRunningStats", builder::withoutRunningStats);
    return builder;
  }

  private static ModelItem groupNorm(LayerArguments arguments) {
    GroupNorm layer =
        new GroupNorm(
            arguments.integer("groups"),
            arguments.integer("channels"),
            arguments.number("eps", 1e-5));
    return arguments.flag("affine", true) ? layer : layer.withoutAffine();
  }

  private static ModelItem localResponseNorm(LayerArguments arguments) {
    return new LocalResponseNorm(
        arguments.integer("size"),
        arguments.number("alpha", 1e-4),
        arguments.number("beta", 0.75),
        arguments.number("k", 1));
  }

  private static ModelItem flatten(LayerArguments arguments) {
    return Flatten.of(arguments.integer("startDim", 1), arguments.integer("endDim", -1));
  }

  private static ModelItem zeroPadShortcut(LayerArguments arguments) {
    return new ZeroPadShortcut(arguments.integer("out"), arguments.integer("stride", 2));
  }

  private static ModelItem prelu(LayerArguments arguments) {
    return new PReLU(arguments.integer("parameters", 1), arguments.number("init", 0.25));
  }

  private static ModelItem rrelu(LayerArguments arguments) {
    return new RReLU(arguments.number("lower", 1.0 / 8), arguments.number("upper", 1.0 / 3));
  }

  private static ModelItem gelu(LayerArguments arguments) {
    return arguments.choice("approximate", Set.of("none", "tanh")).orElse("none").equals("tanh")
        ? GELU.approximatedByTanh()
        : new GELU();
  }

  private static ModelItem maxPool2d(LayerArguments arguments) {
    int[] kernel = arguments.pair("kernel");
    MaxPool2d.Builder builder = MaxPool2d.builder(kernel[0], kernel[1]);
    arguments.pair("stride", builder::stride);
    arguments.pair("padding", builder::padding);
    arguments.pair("dilation", builder::dilation);
    arguments.ifTrue("ceilMode", builder::ceilMode);
    return builder;
  }

  private static ModelItem avgPool2d(LayerArguments arguments) {
    int[] kernel = arguments.pair("kernel");
    AvgPool2d.Builder builder = AvgPool2d.builder(kernel[0], kernel[1]);
    arguments.pair("stride", builder::stride);
    arguments.pair("padding", builder::padding);
    arguments.integer("divisorOverride", builder::divisorOverride);
    arguments.ifTrue("ceilMode", builder::ceilMode);
    arguments.ifFalse("countIncludePad", builder::countWithoutPadding);
    return builder;
  }

  private static ModelItem adaptiveAvgPool2d(LayerArguments arguments) {
    int[] output = arguments.pair("output");
    return AdaptiveAvgPool2d.of(output[0], output[1]);
  }
}
