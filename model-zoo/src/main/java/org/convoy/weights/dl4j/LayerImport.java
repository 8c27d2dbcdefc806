package org.convoy.weights.dl4j;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.convoy.nn.op.Size2d;
import org.convoy.weights.dl4j.StockParameter.Kept;

/**
 * Translates one of DL4J's layers into items of a list of layers. What a layer can have and what
 * would change its output is on a list; anything else is refused.
 */
final class LayerImport {
  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
  private static final Set<String> FROZEN =
      Set.of(LAYERS + "misc.FrozenLayer", LAYERS + "misc.FrozenLayerWithBackprop");

  /** They decide how a network is trained, or which kernels compute it. */
  private static final Set<String> TRAINING =
      Set.of(
          "biasInit",
          "biasUpdater",
          "constraints",
          "cudnnAlgoMode",
          "cudnnAllowFallback",
          "cudnnBwdDataAlgo",
          "cudnnBwdFilterAlgo",
          "cudnnFwdAlgo",
          "gainInit",
          "gradientNormalization",
          "gradientNormalizationThreshold",
          "idropout",
          "iupdater",
          "layerName",
          "regularization",
          "regularizationBias",
          "timeDistributedFormat",
          "weightInitFn",
          "weightNoise");

  private static final Set<String> OF_CONVOLUTION =
      Set.of(
          "activationFn",
          "cnn2dDataFormat",
          "convolutionMode",
          "dilation",
          "hasBias",
          "kernelSize",
          "nin",
          "nout",
          "padding",
          "stride");
  private static final Set<String> OF_POOLING =
      Set.of(
          "avgPoolIncludePadInDivisor",
          "cnn2dDataFormat",
          "convolutionMode",
          "dilation",
          "eps",
          "kernelSize",
          "padding",
          "pnorm",
          "poolingType",
          "stride");
  private static final Set<String> OF_GLOBAL_POOLING =
      Set.of("collapseDimensions", "pnorm", "poolingDimensions", "poolingType");
  private static final Set<String> OF_NORMALIZATION =
      Set.of(
          "activationFn",
          "beta",
          "cnn2DFormat",
          "decay",
          "eps",
          "gamma",
          "lockGammaBeta",
          "minibatch",
          "nin",
          "nout",
          "useLogStd");
  private static final Set<String> OF_RESPONSE = Set.of("alpha", "beta", "dataFormat", "k", "n");
  private static final Set<String> OF_DENSE =
      Set.of("activationFn", "hasBias", "hasLayerNorm", "lossFn", "nin", "nout");
  private static final Set<String> OF_ACTIVATION = Set.of("activationFn");
  private static final Set<String> OF_LOSS = Set.of("activationFn", "lossFn", "nin", "nout");
  private static final Set<String> OF_DROPOUT = Set.of("activationFn", "nin", "nout");
  private static final Set<String> OF_PADDING = Set.of("dataFormat", "padding");
  private static final List<Integer> HEIGHT_AND_WIDTH = List.of(2, 3);

  private final String itemName;
  private final ConfigurationNode layer;
  private final List<String> variables;
  private final Signal input;
  private final List<Object> items = new ArrayList<>();

  private LayerImport(
      String itemName, ConfigurationNode layer, List<String> variables, Signal input) {
    this.itemName = requireNonNull(itemName, "itemName is null");
    this.layer = requireNonNull(layer, "layer is null");
    this.variables = requireNonNull(variables, "variables is null");
    this.input = requireNonNull(input, "input is null");
  }

  /**
   * Translates a layer.
   *
   * @param itemName of the item with the layer's parameters
   * @throws IllegalArgumentException if the layer is not one that is read; the message names it
   */
  static ImportedLayer of(StockVertex vertex, String itemName, Signal input) {
    ConfigurationNode layer = thawed(vertex.configuration());
    String place =
        "layer \"%s\" (%s)"
            .formatted(vertex.name(), ConfigurationNode.simpleName(layer.className()));
    return new LayerImport(itemName, layer.at(place), vertex.variables(), input).translate();
  }

  /** The layer within layers that only say that it is not trained. */
  static ConfigurationNode thawed(ConfigurationNode layer) {
    ConfigurationNode inner = layer;
    while (FROZEN.contains(inner.className())) {
      inner = inner.require("layer");
    }

    return inner;
  }

  private ImportedLayer translate() {
    String name = layer.className();
    String known = name.startsWith(LAYERS) ? name.substring(LAYERS.length()) : "";
    if (input.isPadded() && !known.equals("ConvolutionLayer")) {
      throw layer.problem("a ZeroPaddingLayer is read right before a ConvolutionLayer only");
    }

    return switch (known) {
      case "ConvolutionLayer" -> convolution();
      case "SubsamplingLayer" -> pooling();
      case "GlobalPoolingLayer" -> globalPooling();
      case "BatchNormalization" -> normalization();
      case "LocalResponseNormalization" -> response();
      case "DenseLayer", "OutputLayer" -> dense();
      case "ActivationLayer" -> activation(OF_ACTIVATION);
      case "LossLayer" -> activation(OF_LOSS);
      case "DropoutLayer" -> dropout();
      case "ZeroPaddingLayer" -> zeroPadding();
      default -> throw layer.problem("is not a layer that is read");
    };
  }

  private void begin(Set<String> fields) {
    layer.requireOnly(TRAINING, fields);
    layer.child("idropout").ifPresent(this::addDropout);
  }

  /** DL4J drops inputs of a layer, and its argument is what is kept. */
  private void addDropout(ConfigurationNode dropout) {
    String name = dropout.className();
    boolean spatial = name.equals("org.deeplearning4j.nn.conf.dropout.SpatialDropout");
    if (!spatial && !name.equals("org.deeplearning4j.nn.conf.dropout.Dropout")) {
      throw dropout.problem("%s is not read".formatted(ConfigurationNode.simpleName(name)));
    }

    dropout.requireOnly(Set.of("p", "helperAllowFallback"), Set.of("pSchedule", "pschedule"));
    double kept = dropout.number("p", 1);
    boolean isFixed = !dropout.has("pSchedule") && !dropout.has("pschedule");
    if (!isFixed || !(kept > 0 && kept <= 1)) {
      throw dropout.problem("keeps %s of the inputs, expected one share".formatted(kept));
    }

    add(spatial ? "dropout2d" : "dropout", Map.of("probability", 1 - kept));
  }

  private void add(String item, Map<String, Object> arguments) {
    items.add(Map.of(item, arguments));
  }

  private void addNamed(String item, Map<String, Object> arguments) {
    items.add(Map.of("name", itemName, item, arguments));
  }

  private void addActivation() {
    items.addAll(ImportedActivation.items(layer.require("activationFn")));
  }

  private void requireImages(String formatField) {
    if (!input.isImages()) {
      throw layer.problem("gets %s, expected [channels, height, width]".formatted(input));
    }

    if (layer.has(formatField) && !layer.text(formatField).equals("NCHW")) {
      throw layer.problem("images are %s, expected NCHW".formatted(layer.text(formatField)));
    }
  }

  private void requireInputs() {
    if (layer.positive("nin") != input.features()) {
      throw layer.problem("gets %s, but has %d inputs".formatted(input, layer.positive("nin")));
    }
  }

  private ImportedLayer convolution() {
    begin(OF_CONVOLUTION);
    requireImages("cnn2dDataFormat");
    requireInputs();
    int out = layer.positive("nout");
    boolean bias = layer.flag("hasBias", true);
    Size2d kernel = layer.size("kernelSize", 1);
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("out", out);
    arguments.put("kernel", pair(kernel));
    arguments.put("stride", pair(layer.size("stride", 1)));
    arguments.put("dilation", pair(layer.size("dilation", 1)));
    StockWindow[] windows = windows();
    arguments.put("padding", convolutionPadding(windows));
    if (!bias) {
      arguments.put("bias", false);
    }

    addNamed("conv2d", arguments);
    addActivation();
    StockParameter weight =
        StockParameter.plain("weight", out, input.features(), kernel.height(), kernel.width());
    return new ImportedLayer(
        items,
        Signal.images(out, windows[0].output(), windows[1].output()),
        bias ? List.of(StockParameter.plain("bias", out), weight) : List.of(weight));
  }

  private Object convolutionPadding(StockWindow[] windows) {
    if (windows[0].isEven() && windows[1].isEven()) {
      return List.of(windows[0].before(), windows[1].before());
    }

    if (windows[0].stride() != 1 || windows[1].stride() != 1) {
      throw layer.problem(
          "ConvolutionMode.Same with strides pads %s more at the end than at the beginning, which"
                  .formatted(input)
              + " PyTorch's convolutions do not");
    }

    return "same";
  }

  /** By height and width. */
  private StockWindow[] windows() {
    Size2d kernel = layer.size("kernelSize", 1);
    Size2d stride = layer.size("stride", 1);
    Size2d dilation = layer.size("dilation", 1);
    Size2d padding = padding();
    return new StockWindow[] {
      window(
          input.size().height(),
          reach(kernel.height(), dilation.height()),
          stride.height(),
          padding.height()),
      window(
          input.size().width(),
          reach(kernel.width(), dilation.width()),
          stride.width(),
          padding.width())
    };
  }

  private static long reach(long kernel, long dilation) {
    return (kernel - 1) * dilation + 1;
  }

  private boolean isSame() {
    return layer.text("convolutionMode").equals("Same");
  }

  private Size2d padding() {
    Size2d zeros = input.zeros();
    if (isSame()) {
      if (input.isPadded()) {
        throw layer.problem("a ZeroPaddingLayer before ConvolutionMode.Same is not read");
      }

      return zeros;
    }

    Size2d own = layer.size("padding", 0);
    return new Size2d(own.height() + zeros.height(), own.width() + zeros.width());
  }

  private StockWindow window(int size, long reach, int stride, int padding) {
    String mode = layer.text("convolutionMode");
    if (!Set.of("Same", "Truncate", "Strict").contains(mode)) {
      throw layer.problem("ConvolutionMode.%s is not read".formatted(mode));
    }

    StockWindow window =
        isSame()
            ? StockWindow.same(size, reach, stride)
            : StockWindow.fitting(size, reach, stride, padding);
    if (window.output() < 1 || (mode.equals("Strict") && !window.isExact())) {
      throw layer.problem(
          "%s is no input for windows of %d pixels with stride %d and padding %d"
              .formatted(input, reach, stride, padding));
    }

    return window;
  }

  private ImportedLayer pooling() {
    begin(OF_POOLING);
    requireImages("cnn2dDataFormat");
    if (layer.size("dilation", 1).area() != 1) {
      throw layer.problem("with a dilation, which DL4J itself forgets in some cases, is not read");
    }

    StockWindow[] windows = windows();
    boolean even = windows[0].isEven() && windows[1].isEven();
    if (!even && !(windows[0].isCeilMode() && windows[1].isCeilMode())) {
      throw layer.problem("pads %s as PyTorch's pooling does not".formatted(input));
    }

    Map<String, Object> arguments = new HashMap<>();
    arguments.put("kernel", pair(layer.size("kernelSize", 1)));
    arguments.put("stride", pair(layer.size("stride", 1)));
    arguments.put("padding", List.of(windows[0].before(), windows[1].before()));
    if (!even) {
      arguments.put("ceilMode", true);
    }

    addPool(arguments, even);
    return new ImportedLayer(
        items, Signal.images(input.features(), windows[0].output(), windows[1].output()));
  }

  private void addPool(Map<String, Object> arguments, boolean even) {
    String type = layer.text("poolingType");
    boolean countsPadding = layer.flag("avgPoolIncludePadInDivisor", false);
    if (type.equals("MAX")) {
      add("maxPool2d", arguments);
    } else if (type.equals("AVG") && (even || !countsPadding)) {
      arguments.put("countIncludePad", countsPadding);
      add("avgPool2d", arguments);
    } else {
      throw layer.problem("pooling of type %s with these settings is not read".formatted(type));
    }
  }

  private ImportedLayer globalPooling() {
    begin(OF_GLOBAL_POOLING);
    requireImages("");
    if (layer.has("poolingDimensions")
        && !layer.sizes("poolingDimensions", 0).equals(HEIGHT_AND_WIDTH)) {
      throw layer.problem("does not pool height and width, the dimensions 2 and 3");
    }

    switch (layer.text("poolingType")) {
      case "AVG" -> add("adaptiveAvgPool2d", Map.of("output", 1));
      case "MAX" -> add("maxPool2d", Map.of("kernel", pair(input.size())));
      default ->
          throw layer.problem(
              "pooling of type %s is not read".formatted(layer.text("poolingType")));
    }

    if (!layer.flag("collapseDimensions", true)) {
      return new ImportedLayer(items, Signal.images(input.features(), 1, 1));
    }

    items.add("flatten");
    return new ImportedLayer(items, Signal.features(input.features()));
  }

  private ImportedLayer normalization() {
    begin(OF_NORMALIZATION);
    requireImages("cnn2DFormat");
    requireInputs();
    int channels = input.features();
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("eps", layer.number("eps", 1e-5));
    arguments.put("momentum", 1 - layer.number("decay", 0.9));
    List<StockParameter> parameters = new ArrayList<>();
    if (layer.flag("lockGammaBeta", false)) {
      requireLockedToNothing();
      arguments.put("affine", false);
    } else {
      parameters.add(StockParameter.plain("weight", channels));
      parameters.add(StockParameter.plain("bias", channels));
    }

    parameters.add(StockParameter.plain("running_mean", channels));
    parameters.add(new StockParameter("running_var", List.of(channels), variance()));
    addNamed("batchNorm2d", arguments);
    return new ImportedLayer(items, input, parameters);
  }

  private void requireLockedToNothing() {
    if (layer.number("gamma", 1) != 1 || layer.number("beta", 0) != 0) {
      throw layer.problem("lockGammaBeta is read with a gamma of 1 and a beta of 0");
    }
  }

  /** As DL4J's own reader tells it. */
  private Kept variance() {
    boolean plain = variables.contains("var");
    if (plain == variables.contains("log10stdev")) {
      throw layer.problem("its variables are neither var nor log10stdev: %s".formatted(variables));
    }

    return plain ? Kept.PLAIN : Kept.LOG10_ROOT;
  }

  /** DL4J multiplies the sum of squares, PyTorch their mean. */
  private ImportedLayer response() {
    begin(OF_RESPONSE);
    requireImages("dataFormat");
    double size = layer.number("n", 5);
    if (size % 2 != 1 || size < 1 || size > 1000) {
      throw layer.problem("a window of %s channels is not read".formatted(size));
    }

    add(
        "localResponseNorm",
        Map.of(
            "size",
            (int) size,
            "alpha",
            layer.number("alpha", 1e-4) * size,
            "beta",
            layer.number("beta", 0.75),
            "k",
            layer.number("k", 2)));
    return new ImportedLayer(items, input);
  }

  private ImportedLayer dense() {
    begin(OF_DENSE);
    if (input.isImages()) {
      throw layer.problem("gets %s, expected features".formatted(input));
    }

    if (layer.flag("hasLayerNorm", false)) {
      throw layer.problem("hasLayerNorm is not read");
    }

    requireInputs();
    int out = layer.positive("nout");
    boolean bias = layer.flag("hasBias", true);
    addNamed("linear", bias ? Map.of("out", out) : Map.of("out", out, "bias", false));
    addActivation();
    StockParameter weight = StockParameter.plain("weight", out, input.features());
    return new ImportedLayer(
        items,
        Signal.features(out),
        bias ? List.of(weight, StockParameter.plain("bias", out)) : List.of(weight));
  }

  private ImportedLayer activation(Set<String> fields) {
    begin(fields);
    addActivation();
    return new ImportedLayer(items, input);
  }

  /** Its activation function is not used. */
  private ImportedLayer dropout() {
    begin(OF_DROPOUT);
    return new ImportedLayer(items, input);
  }

  private ImportedLayer zeroPadding() {
    begin(OF_PADDING);
    requireImages("dataFormat");
    List<Integer> sides = layer.sizes("padding", 0);
    if (sides.size() != 4
        || !sides.get(0).equals(sides.get(1))
        || !sides.get(2).equals(sides.get(3))) {
      throw layer.problem(
          "top, bottom, left and right are %s; top and bottom, left and right must be equal"
              .formatted(sides));
    }

    Size2d zeros = new Size2d(sides.get(0), sides.get(2));
    return new ImportedLayer(items, new Signal(input.features(), input.size(), zeros));
  }

  private static List<Integer> pair(Size2d size) {
    return List.of(size.height(), size.width());
  }
}
