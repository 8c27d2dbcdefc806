package org.convoy.nn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.convoy.nn.layer.AdaptiveAvgPool2d;
import org.convoy.nn.layer.AvgPool2d;
import org.convoy.nn.layer.BatchNorm2d;
import org.convoy.nn.layer.Conv2d;
import org.convoy.nn.layer.Dropout;
import org.convoy.nn.layer.Flatten;
import org.convoy.nn.layer.Linear;
import org.convoy.nn.layer.MaxPool2d;
import org.convoy.nn.layer.ModelItem;
import org.convoy.nn.layer.ParameterInitialization;
import org.convoy.nn.layer.ReLU;
import org.convoy.nn.layer.ZeroPadShortcut;

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

  static {
    LAYERS.put("conv2d", LayerCatalog::conv2d);
    LAYERS.put("linear", LayerCatalog::linear);
    LAYERS.put("batchNorm2d", LayerCatalog::batchNorm2d);
    LAYERS.put("relu", arguments -> new ReLU());
    LAYERS.put("dropout", arguments -> new Dropout(arguments.number("probability", 0.5)));
    LAYERS.put("flatten", arguments -> new Flatten());
    LAYERS.put("maxPool2d", LayerCatalog::maxPool2d);
    LAYERS.put("avgPool2d", LayerCatalog::avgPool2d);
    LAYERS.put("adaptiveAvgPool2d", LayerCatalog::adaptiveAvgPool2d);
    LAYERS.put(
        "zeroPadShortcut",
        arguments -> new ZeroPadShortcut(arguments.integer("out"), arguments.integer("stride", 2)));
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
    arguments.pair("padding", builder::padding);
    arguments.pair("dilation", builder::dilation);
    arguments.integer("groups", builder::groups);
    arguments.ifFalse("bias", builder::withoutBias);
    initialization(arguments, "weightInit", builder::initializeWeight);
    initialization(arguments, "biasInit", builder::initializeBias);
    return builder;
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
    return new BatchNorm2d(arguments.number("eps", 1e-5), arguments.number("momentum", 0.1));
  }

  private static ModelItem maxPool2d(LayerArguments arguments) {
    MaxPool2d.Builder builder = MaxPool2d.builder(arguments.integer("kernel"));
    arguments.integer("stride", builder::stride);
    arguments.integer("padding", builder::padding);
    arguments.integer("dilation", builder::dilation);
    arguments.ifTrue("ceilMode", builder::ceilMode);
    return builder;
  }

  private static ModelItem avgPool2d(LayerArguments arguments) {
    AvgPool2d.Builder builder = AvgPool2d.builder(arguments.integer("kernel"));
    arguments.integer("stride", builder::stride);
    arguments.integer("padding", builder::padding);
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
