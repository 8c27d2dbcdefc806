package org.convoy.train;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.LabelMapping;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.nn.parameter.ParameterLayout.Segment;
import org.convoy.run.ModelDescription;
import org.convoy.run.ModelFile;
import org.convoy.run.NamedTensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.WeightChoice;
import org.convoy.weights.WeightFormatException;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ClassifierHead;
import org.convoy.zoo.ModelZoo;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** The weights that a training begins with, in place of random ones, if there are any. */
public final class Pretrained {
  private static final Pretrained NONE =
      new Pretrained(new NamedTensors("nothing", Map.of()), Set.of());

  private NamedTensors weights;
  private final Set<String> fresh;

  private Pretrained(NamedTensors weights, Set<String> fresh) {
    this.weights = requireNonNull(weights, "weights is null");
    this.fresh = Set.copyOf(fresh);
  }

  /** Random ones everywhere. */
  public static Pretrained none() {
    return NONE;
  }

  /**
   * Those that {@code model.pretrained} names: of a run, or of a file of any format.
   *
   * @throws org.convoy.run.file.RunException when there are none
   * @throws WeightFormatException when the file is damaged, has a value that is not finite, or does
   *     not fit the network: it lists all that is missing, unexpected, or of another shape
   */
  public static Pretrained of(
      ConvoyConfig config, ModelDescription description, Configuration hadoop) {
    if (config.model().pretrained().isEmpty()) {
      return NONE;
    }

    ComputationGraphConfiguration network = ModelZoo.configuration(description.architecture());
    ParameterLayout layout = ParameterLayout.of(network);
    Set<String> head = ClassifierHead.of(network).parameters();
    WeightChoice choice = config.model().pretrainedWeights();
    NamedTensors found =
        ModelFile.weights(config.model().pretrained().orElseThrow().resolve(), choice, hadoop);
    NamedTensors weights = found.of(layout, head).of(description.architecture().name());
    Set<String> fresh = config.model().replaceHead() ? head : Set.of();
    try {
      weights.requireFit(layout, fresh);
    } catch (WeightFormatException e) {
      throw fresh.isEmpty() && weights.fits(layout, head)
          ? otherHead(e)
          : otherNetwork(found, layout, description.architecture()).orElse(e);
    }

    StateDict.requireSound(weights.source(), weights.tensors(), layout, fresh);
    return new Pretrained(
        fresh.isEmpty() ? matched(weights, description.classes(), head) : weights, fresh);
  }

  /** With the outputs of the data's classes, which are matched by name where both have names. */
  private static NamedTensors matched(
      NamedTensors weights, List<String> classes, Set<String> head) {
    if (weights.classes().isEmpty() || weights.classes().equals(classes)) {
      return weights;
    }

    LabelMapping mapping =
        LabelMapping.of(
            weights.classes(),
            LabelMapping.likely(weights.classes()),
            classes,
            LabelMapping.likely(classes));
    if (!mapping.unmatched().isEmpty()) {
      throw new ConfigException(
          List.of(
              "%s\n  Set model.replaceHead = true to begin with a new classifier."
                  .formatted(
                      "model.pretrained: the classes of %s are %s, those of the data %s"
                          .formatted(
                              weights.source(),
                              LabelMapping.shown(weights.classes()),
                              LabelMapping.shown(classes)))));
    }

    return weights.reordered(head, mapping);
  }

  /** In place of a list of all tensors, where that would say no more than this. */
  private static Optional<RuntimeException> otherNetwork(
      NamedTensors weights, ParameterLayout layout, Architecture trained) {
    String subject = "model.pretrained: " + weights.source();
    List<String> fitting =
        ModelZoo.names().stream().filter(name -> fits(weights, name, trained)).toList();
    if (!fitting.isEmpty()) {
      return Optional.of(
          new ConfigException(
              List.of(
                  "%s has the tensors of %s, not of %s: set model.name = %s, or give weights of %s"
                      .formatted(
                          subject,
                          String.join(" or ", fitting),
                          trained.name(),
                          fitting.get(0),
                          trained.name()))));
    }

    boolean isForeign =
        layout.segments().stream().map(Segment::name).noneMatch(weights.tensors()::containsKey);
    return isForeign
        ? Optional.of(
            new ConfigException(
                List.of(
                    "%s has no tensor named as those of %s are, nor fits another network of the zoo;"
                            .formatted(subject, trained.name())
                        + " convoy inspect --tensors lists what it has")))
        : Optional.empty();
  }

  /** Whether they are those of a network for such images, but for the classifier. */
  private static boolean fits(NamedTensors weights, String name, Architecture trained) {
    Architecture usual = Architecture.usual(name);
    ComputationGraphConfiguration network =
        ModelZoo.configuration(
            new Architecture(
                name,
                usual.numClasses(),
                trained.inputChannels(),
                usual.inputHeight(),
                usual.inputWidth()));
    ParameterLayout layout = ParameterLayout.of(network);
    Set<String> head = ClassifierHead.of(network).parameters();
    try {
      return weights.of(layout, head).of(name).fits(layout, head);
    } catch (WeightFormatException e) {
      return false; // there are several of it
    }
  }

  private static RuntimeException otherHead(WeightFormatException cause) {
    return new ConfigException(
        List.of(
            ("model.pretrained: %s\n  Only the classifier differs: set model.replaceHead ="
                    + " true to begin with a new one.")
                .formatted(cause.getMessage())));
  }

  /**
   * What tells these weights from others, by the name that messages give it; of a training that has
   * not begun.
   */
  public Map<String, String> fingerprint() {
    return this == NONE ? Map.of() : Map.of("pretrained", weights.sha256());
  }

  /** Puts these weights in the place of a training's random ones. */
  void putInto(float[] parameters, ParameterLayout layout) {
    if (this != NONE) {
      StateDict.merge(weights.source(), weights.tensors(), layout, parameters, fresh);
    }
  }

  /**
   * Gives them up, which are as large as a model: a training that has a state never looks again.
   */
  void forget() {
    weights = NONE.weights;
  }
}
