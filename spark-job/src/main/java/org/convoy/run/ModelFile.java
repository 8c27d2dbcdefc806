package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.convoy.config.NormalizeConfig;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.run.file.HashedFiles;
import org.convoy.run.file.RunException;
import org.convoy.weights.Safetensors;
import org.convoy.weights.StateDict;
import org.convoy.weights.Tensor;
import org.convoy.weights.WeightChoice;
import org.convoy.weights.WeightFile;
import org.convoy.weights.WeightFormatException;
import org.convoy.weights.dl4j.Dl4jZip;
import org.convoy.zoo.ModelZoo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A trained model as one self-contained safetensors file: the tensors by PyTorch's names and, in
 * the metadata as JSON, what is needed to use them.
 *
 * @param source where it was read from, for messages
 * @param description what the metadata say
 * @param tensors parameters and running statistics
 * @param origin who wrote it
 */
public record ModelFile(
    String source, ModelDescription description, Map<String, Tensor> tensors, Origin origin) {
  /** Who wrote a file. */
  public enum Origin {
    CONVOY,
    /** Another program, which says little or nothing of the images. */
    FOREIGN
  }

  /** Of Convoy. */
  public ModelFile(String source, ModelDescription description, Map<String, Tensor> tensors) {
    this(source, description, tensors, Origin.CONVOY);
  }

  private static final Logger LOG = LoggerFactory.getLogger(ModelFile.class);
  private static final Pattern NAME = Pattern.compile(".*\\.(safetensors|pth|pt|zip)");

  /**
   * Reads a model on any Hadoop file system.
   *
   * @throws RunException when there is none, or it does not say what network it is for
   * @throws org.convoy.weights.WeightFormatException when the file is damaged
   */
  public static ModelFile read(String location, Configuration hadoop) {
    return read(location, Optional.empty(), hadoop);
  }

  /**
   * As above, also of weights with PyTorch's names that another program wrote.
   *
   * @param network name in the model zoo of what such weights are for; empty: they are recognised
   *     by their names
   */
  public static ModelFile read(String location, Optional<String> network, Configuration hadoop) {
    return read(location, network, WeightChoice.RAW_IF_THERE, hadoop);
  }

  /**
   * As above.
   *
   * @param choice of a file that holds raw weights and averaged ones
   */
  public static ModelFile read(
      String location, Optional<String> network, WeightChoice choice, Configuration hadoop) {
    return read(location, network, OptionalInt.empty(), choice, hadoop);
  }

  /**
   * As above.
   *
   * @param side of square images in pixels, where a network that DL4J saved does not say it
   */
  public static ModelFile read(
      String location,
      Optional<String> network,
      OptionalInt side,
      WeightChoice choice,
      Configuration hadoop) {
    Safetensors file = readFile(location, side, choice, hadoop);
    if (ForeignWeights.is(file)) {
      return new ForeignWeights(location, file, WeightFile.choiceWithin(file, choice))
          .read(network);
    }

    requireNoAverage(location, choice);
    return new ModelFile(location, ModelDescription.of(location, file.metadata()), file.tensors())
        .requireNetwork(network);
  }

  /** Of a file that says itself which network it is for. */
  ModelFile requireNetwork(Optional<String> network) {
    String own = description.architecture().name();
    if (network.isPresent() && !network.get().equals(own)) {
      throw new RunException(
          "weights %s are those of %s, not of %s: leave out --model"
              .formatted(source, own, network.get()));
    }

    return this;
  }

  /** What Convoy writes are the weights of one network, and nothing says that they are averaged. */
  static void requireNoAverage(String location, WeightChoice choice) {
    if (choice == WeightChoice.EMA) {
      throw new RunException(
          "weights %s: there are no averaged weights (EMA) beside those of the model"
              .formatted(location));
    }
  }

  private static Safetensors readFile(
      String location, OptionalInt side, WeightChoice choice, Configuration hadoop) {
    try (HadoopWeightSource source = HadoopWeightSource.open(location, hadoop)) {
      requireAsWritten(location, hadoop);
      byte[] start = new byte[(int) Math.min(source.length(), Dl4jZip.signatureLength())];
      source.read(0, start);
      if (Dl4jZip.startsLike(start)) {
        return Dl4jZip.read(source.name(), source.from(0), source.length(), side);
      }

      if (!isNamedOrBeginsAsWeights(source)) {
        throw new IllegalArgumentException(
            "it is neither safetensors, nor a .pth file, nor a zip of DL4J");
      }

      return WeightFile.read(source, choice);
    } catch (IOException e) {
      throw RunException.unreadable("weights", location, e);
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + location + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Of a checkpoint: no other bytes than were written with its sums. */
  private static void requireAsWritten(String location, Configuration hadoop) throws IOException {
    FilePlace place = FilePlace.of(location, hadoop);
    Path folder = place.path().getParent();
    if (CheckpointName.parse(folder.getName()).isEmpty()) {
      return;
    }

    String sha256 = CheckpointState.sums(place.files(), folder).get(place.path().getName());
    try {
      if (sha256 != null) {
        HashedFiles.read(
            place.files(),
            place.path(),
            sha256,
            (source, content, length) -> content.transferTo(OutputStream.nullOutputStream()));
      }
    } catch (ChecksumException e) {
      throw new WeightFormatException(location, "the file is damaged: " + e.getMessage());
    }
  }

  /**
   * The tensors of a {@link TrainedModel}, whatever network they are for.
   *
   * @param choice of a file that holds raw weights and averaged ones
   * @throws RunException when there are none
   * @throws org.convoy.weights.WeightFormatException when the file is damaged
   */
  public static NamedTensors weights(String location, WeightChoice choice, Configuration hadoop) {
    TrainedModel model = TrainedModel.at(location, hadoop);
    if (model.isWholeRun()) {
      ModelFile whole = model.read(Optional.empty(), choice, hadoop);
      return new NamedTensors(
          location, whole.tensors(), whole.description().classes(), WeightChoice.RAW_IF_THERE);
    }

    if (model.checkpoint().isPresent()) {
      Safetensors own =
          readFile(
              model.weightsOfCheckpoint(choice, hadoop),
              OptionalInt.empty(),
              WeightChoice.RAW_IF_THERE,
              hadoop);
      return new NamedTensors(
          location,
          own.tensors(),
          ModelDescription.classes(location, own.metadata()),
          WeightChoice.RAW_IF_THERE);
    }

    Safetensors file = readFile(location, OptionalInt.empty(), choice, hadoop);
    return new NamedTensors(
        location,
        file.tensors(),
        ModelDescription.classes(location, file.metadata()),
        WeightFile.choiceWithin(file, choice));
  }

  /** Whether there is a file here that is named as weights are or begins as they do. */
  public static boolean isAt(String location, Configuration hadoop) {
    try (HadoopWeightSource source = HadoopWeightSource.open(location, hadoop)) {
      return isNamedOrBeginsAsWeights(source);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isNamedOrBeginsAsWeights(HadoopWeightSource source) throws IOException {
    return NAME.matcher(source.name()).matches() || WeightFile.isLikely(source);
  }

  /**
   * Makes sure that the tensors are those of the network, every value finite.
   *
   * @throws org.convoy.weights.WeightFormatException when they are not
   */
  public void requireSound() {
    int size = parameters(layout()).length;
    LOG.debug("{}: {} values are sound", source, size);
  }

  /** The same tensors with another description. */
  public ModelFile withDescription(ModelDescription other) {
    return new ModelFile(source, other, tensors, origin);
  }

  /** The same model, told to normalize its input in another way. */
  public ModelFile withNormalization(NormalizeConfig normalization) {
    return new ModelFile(source, description.withNormalization(normalization), tensors, origin);
  }

  /**
   * Whether nobody says how the network's images are normalized; a run may say that they are not.
   */
  public boolean lacksNormalization() {
    return origin == Origin.FOREIGN && description.normalization().mean().isEmpty();
  }

  /**
   * Where the network has its tensors.
   *
   * @throws RunException when there is no such network
   */
  public ParameterLayout layout() {
    try {
      return ParameterLayout.of(ModelZoo.configuration(description.architecture()));
    } catch (IllegalArgumentException e) {
      throw new RunException("weights " + source + ": " + e.getMessage(), e);
    }
  }

  /** The flat parameter vector, in the order of a network's layout. */
  public float[] parameters(ParameterLayout layout) {
    return StateDict.flatten(source, tensors, layout);
  }
}
