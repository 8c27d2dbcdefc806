package org.convoy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.convoy.nn.init.FanMode;
import org.convoy.nn.init.Nonlinearity;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.NetworkInitialization;
import org.convoy.nn.parameter.ParameterInitialization;
import org.convoy.weights.WeightChoice;

/** The network that is trained. */
public record ModelConfig(
    @Key(
            defaultValue = ModelConfig.DEFAULT_NAME,
            description =
                "Name of the architecture in the model zoo, or of a class on the class path that"
                    + " is an org.convoy.nn.model.ModelFactory")
        String name,
    @Key(
            min = 2,
            unset = "as many as the data have",
            description = "Number of classes, the outputs of the network")
        Optional<Integer> numClasses,
    @Key(
            defaultValue = "[]",
            description = "The network itself, layer by layer, in the place of a name")
        LayerList layers,
    @Key(
            unset = "random values",
            description =
                "Weights to begin with: a run folder or a weights file (safetensors, .pth) on any"
                    + " file system")
        Optional<Location> pretrained,
    @Key(
            defaultValue = "raw-if-there",
            description =
                "Which weights of a pretrained file that holds two: ema, the averaged ones; raw;"
                    + " raw-if-there, the averaged ones where there are no others")
        WeightChoice pretrainedWeights,
    @Key(
            defaultValue = "false",
            description =
                "Begins with a new last layer in place of the pretrained one, for other classes")
        boolean replaceHead,
    @Key(
            defaultValue = "[]",
            description =
                "Parameters that training leaves as they are, by PyTorch's names, or patterns of"
                    + " them such as `layer1.*`: `*` stands for any characters, `?` for one")
        List<String> freeze,
    @Key(
            defaultValue = "zoo",
            description =
                "First values of weights and biases. zoo: as the network's authors or torchvision"
                    + " do; pytorch: as PyTorch's layers do; auto: by the activation after each"
                    + " layer, He's for ReLU and its relatives, Xavier's for sigmoid, tanh and the"
                    + " end; the others: PyTorch's of this name for all weights, biases 0")
        Init init,
    @Key(unset = "`fan-in`", description = "What the variance of kaiming-* is kept for")
        Optional<FanMode> initMode,
    @Key(unset = "`relu`", description = "Whose gain kaiming-* has")
        Optional<Nonlinearity> initNonlinearity,
    @Key(min = 0, unset = "`0.01`", description = "Slope of the nonlinearity leaky-relu")
        Optional<Double> initNegativeSlope,
    @Key(above = 0, unset = "`1`", description = "Gain of xavier-* and orthogonal")
        Optional<Double> initGain,
    @Key(unset = "`0`", description = "Mean of normal") Optional<Double> initMean,
    @Key(min = 0, unset = "`1`", description = "Standard deviation of normal")
        Optional<Double> initStd,
    @Key(unset = "`0`", description = "Lower bound of uniform") Optional<Double> initLow,
    @Key(unset = "`1`", description = "Upper bound of uniform") Optional<Double> initHigh,
    @Key(description = "Value of constant, which requires it; not 0") Optional<Double> initValue)
    implements SectionCheck {
  private static final String DEFAULT_NAME = "lenet5";

  /** Initializations, by PyTorch's names. */
  public enum Init {
    ZOO(""),
    PYTORCH(""),
    AUTO(""),
    ZEROS(""),
    CONSTANT("initValue"),
    NORMAL("initMean, initStd"),
    UNIFORM("initLow, initHigh"),
    XAVIER_UNIFORM("initGain"),
    XAVIER_NORMAL("initGain"),
    KAIMING_UNIFORM("initMode, initNonlinearity, initNegativeSlope"),
    KAIMING_NORMAL("initMode, initNonlinearity, initNegativeSlope"),
    ORTHOGONAL("initGain");

    private final String keys;

    Init(String keys) {
      this.keys = keys;
    }

    private ChosenKeys keys() {
      return ChosenKeys.of("model.init", this, keys);
    }
  }

  public ModelConfig {
    freeze = List.copyOf(freeze);
    ChosenKeys keys = init.keys();
    initMode = keys.orDefault("initMode", initMode, FanMode.FAN_IN);
    initNonlinearity = keys.orDefault("initNonlinearity", initNonlinearity, Nonlinearity.RELU);
    initGain = keys.orDefault("initGain", initGain, 1.0);
    initMean = keys.orDefault("initMean", initMean, 0.0);
    initStd = keys.orDefault("initStd", initStd, 1.0);
    initLow = keys.orDefault("initLow", initLow, 0.0);
    initHigh = keys.orDefault("initHigh", initHigh, 1.0);
  }

  /** With the data's classes and the network's own initialization. */
  public static ModelConfig of(String name) {
    return new ModelConfig(
        name,
        Optional.empty(),
        LayerList.EMPTY,
        Optional.empty(),
        WeightChoice.RAW_IF_THERE,
        false,
        List.of(),
        Init.ZOO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public void check(Problems problems) {
    if (!layers.isEmpty() && !name.equals(DEFAULT_NAME)) {
      problems.add("name", "give either a name or model.layers");
    }

    if (replaceHead && pretrained.isEmpty()) {
      problems.add("replaceHead", "needs model.pretrained, the weights whose head is replaced");
    }

    if (pretrainedWeights != WeightChoice.RAW_IF_THERE && pretrained.isEmpty()) {
      problems.add("pretrainedWeights", "needs model.pretrained, the file they are in");
    }

    init.keys().refuseOthers(this, Arrays.stream(Init.values()).map(Init::keys), problems);
    if (initNegativeSlope.isPresent()
        && initNonlinearity.filter(Nonlinearity.LEAKY_RELU::equals).isEmpty()) {
      problems.add("initNegativeSlope", "needs model.initNonlinearity = leaky-relu");
    }

    if (init == Init.UNIFORM && initLow.orElseThrow() > initHigh.orElseThrow()) {
      problems.add("initLow", "must not be above model.initHigh");
    }

    if (init == Init.CONSTANT && initValue.isEmpty()) {
      problems.add("init", "needs model.initValue, the value of all weights");
    } else {
      checkWeights(problems);
    }
  }

  private void checkWeights(Problems problems) {
    try {
      initialization();
    } catch (IllegalArgumentException e) {
      problems.add("init", e.getMessage());
    }
  }

  /**
   * The initialization that takes the place of the network's own, if any.
   *
   * @throws IllegalArgumentException if all weights would be 0
   */
  public Optional<NetworkInitialization> initialization() {
    return switch (init) {
      case ZOO -> Optional.empty();
      case PYTORCH -> Optional.of(NetworkInitialization.pytorch());
      case AUTO -> Optional.of(NetworkInitialization.byActivation());
      default -> Optional.of(NetworkInitialization.of(weights()));
    };
  }

  private ParameterInitialization weights() {
    return switch (init) {
      case ZOO, PYTORCH, AUTO, ZEROS -> ParameterInitialization.constant(0);
      case CONSTANT -> ParameterInitialization.constant(initValue.orElseThrow());
      case NORMAL -> ParameterInitialization.normal(initMean.orElseThrow(), initStd.orElseThrow());
      case UNIFORM ->
          ParameterInitialization.uniform(initLow.orElseThrow(), initHigh.orElseThrow());
      case XAVIER_UNIFORM -> ParameterInitialization.xavierUniform(initGain.orElseThrow());
      case XAVIER_NORMAL -> ParameterInitialization.xavierNormal(initGain.orElseThrow());
      case KAIMING_UNIFORM ->
          ParameterInitialization.kaimingUniform(initMode.orElseThrow(), kaimingGain());
      case KAIMING_NORMAL ->
          ParameterInitialization.kaimingNormal(initMode.orElseThrow(), kaimingGain());
      case ORTHOGONAL -> ParameterInitialization.orthogonal(initGain.orElseThrow());
    };
  }

  private double kaimingGain() {
    return initNegativeSlope
        .map(Nonlinearity::leakyReluGain)
        .orElseGet(() -> initNonlinearity.orElseThrow().gain());
  }
}
