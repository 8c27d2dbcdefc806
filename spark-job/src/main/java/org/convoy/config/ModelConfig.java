package org.convoy.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.convoy.common.argument.ArgumentType;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.nn.model.LayerList;
import org.convoy.nn.network.NetworkInitialization;
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
            keepsVariables = true,
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
        InitConfig init)
    implements SectionCheck {
  private static final String DEFAULT_NAME = "lenet5";

  public ModelConfig {
    freeze = List.copyOf(freeze);
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
        new InitConfig.Zoo());
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

    try {
      init.initialization();
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
    return init.initialization();
  }

  /** A network as a list of its layers. */
  static final ArgumentType<LayerList> LAYERS =
      new ArgumentType<>(
          "a list of layers, as docs/models.md says",
          ModelConfig::layers,
          LayerList::toJson,
          false);

  private static Optional<LayerList> layers(Object value, Consumer<String> problem) {
    try {
      return value instanceof List<?> items ? Optional.of(LayerList.of(items)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      problem.accept(e.getMessage());
      return Optional.empty();
    }
  }
}
