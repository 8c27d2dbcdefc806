package org.convoy.config;

import com.typesafe.config.ConfigUtil;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.convoy.common.argument.ArgumentType;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.Key;
import org.convoy.config.binding.Problems;
import org.convoy.config.binding.SectionCheck;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.codec.DecodeOptions.DeepGray;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.prepare.MaxBad;
import org.convoy.data.source.DatasetKind;
import org.convoy.data.source.DatasetSource.Cifar100Labels;

/** Where the samples come from and how they are fed. */
public record DataConfig(
    @Key(
            description =
                "Format of the data set; idx is MNIST's, folder holds class folders of images, in a"
                    + " folder or a .tar; unset: found out")
        Optional<DatasetKind> kind,
    @Key(
            changeable = true,
            required = true,
            keepsVariables = true,
            description =
                "Folder or archive of the data set, on any Hadoop file system; training and test"
                    + " data")
        Optional<Location> path,
    @Key(
            defaultValue = "[]",
            description =
                "Names of the classes, in the order of their labels; empty: the data's own, or"
                    + " numbers")
        List<String> classes,
    @Key(defaultValue = "fine", description = "Which labels of CIFAR-100 are used")
        Cifar100Labels cifar100Labels,
    @Key(
            above = 0,
            below = 1,
            description =
                "Share of the training images of each class that is set aside, by seed, as"
                    + " validation data; unset: the data's own split")
        Optional<Double> validationFraction,
    @Key(description = "What the splits of the data are called, where not as usual")
        SplitConfig split,
    @Key(
            defaultValue = "auto",
            description =
                "What images are given to the transforms as; auto: rgb, or gray when all are gray")
        Color color,
    @Key(
            changeable = true,
            defaultValue = "8",
            min = 1,
            description =
                "Partitions in which Spark keeps the samples, of shuffle = chunks and indexed the"
                    + " validation samples only; never changes the weights, but perhaps the last"
                    + " digits of the validation loss")
        int partitions,
    @Key(
            defaultValue = "auto",
            description =
                "How the samples of an epoch are dealt: full: a permutation of all of them, by a"
                    + " Spark shuffle before the first round of each epoch; indexed: the same"
                    + " permutation, each task reading its own samples from the files, which must"
                    + " allow that; chunks: chunks of neighbours in random order, shuffled as they"
                    + " are read, for data in mixed order; auto: what suits the data, told at the"
                    + " start; see docs/data.md")
        Shuffle shuffle,
    @Key(
            min = 1,
            unset = "256 for chunks",
            description =
                "Samples of a chunk, the partitions in which Spark keeps the training data; the"
                    + " encoded images of eight should fit into memory with every task")
        Optional<Integer> chunkSize,
    @Key(
            defaultValue = "false",
            description =
                "Whether to leave out the last samples of an epoch that fill no whole step")
        boolean dropLast,
    @Key(
            defaultValue = "true",
            description =
                "Whether a JPEG that the first transform shrinks anyway is decoded at 1/2, 1/4 or"
                    + " 1/8 of its size: faster, slightly different pixels")
        boolean scaledDecoding,
    @Key(
            defaultValue = "178956970",
            min = 1,
            max = DecodeOptions.GREATEST_MAX_PIXELS,
            description =
                "Most pixels, height times width, that an image may claim; the default is where"
                    + " Pillow refuses")
        long maxPixels,
    @Key(
            changeable = true,
            unset = "0",
            description =
                "How many images of each split may be impossible to decode, or what percentage of"
                    + " them: another one of the same minibatch takes the place of each in"
                    + " training, validation is without them, and each epoch names them. More end"
                    + " the training")
        Optional<MaxBad> maxBad,
    @Key(
            defaultValue = "clip",
            description =
                "What becomes of gray of more than 8 bits: clip: levels above 255 become white, as"
                    + " in Pillow and torchvision; scale: the upper 8 bits are taken")
        DeepGray deepGray,
    @Key(description = "Transforms of the images, with torchvision's semantics")
        TransformsConfig transforms,
    @Key(description = "Normalization of the pixels, after their scaling to 0…1")
        NormalizeConfig normalize)
    implements SectionCheck, Serializable {
  private static final int DEFAULT_CHUNK_SIZE = 256;

  public DataConfig {
    classes = List.copyOf(classes);
    if (shuffle == Shuffle.CHUNKS) {
      chunkSize = chunkSize.or(() -> Optional.of(DEFAULT_CHUNK_SIZE));
    }
  }

  /**
   * Where the data set is.
   *
   * @throws ConfigException if it is not said, as in the config of what needs none, or if a
   *     variable in it is not set
   */
  public String location() {
    return path.orElseThrow(
            () -> new ConfigException(List.of("data.path: required key is missing")))
        .resolve();
  }

  /** How images are decoded. */
  public DecodeOptions decodeOptions() {
    return new DecodeOptions(maxPixels, deepGray);
  }

  /** How many bad images are borne. */
  public MaxBad allowedBad() {
    return maxBad.orElse(MaxBad.NONE);
  }

  /** What becomes of bad images in training. */
  public BadImagePolicy trainingPolicy() {
    return allowedBad().equals(MaxBad.NONE) ? BadImagePolicy.REFUSE : BadImagePolicy.REPLACE;
  }

  /** What becomes of bad images in evaluation. */
  public BadImagePolicy evaluationPolicy() {
    return allowedBad().equals(MaxBad.NONE) ? BadImagePolicy.REFUSE : BadImagePolicy.LEAVE_OUT;
  }

  @Override
  public void check(Problems problems) {
    if (validationFraction.isPresent() && split.validation().isPresent()) {
      problems.add("validationFraction", "cannot be used with data.split.validation: choose one");
    }

    if (shuffle != Shuffle.CHUNKS && chunkSize.isPresent()) {
      problems.add("chunkSize", "is a setting of data.shuffle = chunks");
    }
  }

  /** How the samples of an epoch are dealt. */
  public enum Shuffle {
    AUTO,
    FULL,
    INDEXED,
    CHUNKS
  }

  /** What the channels of the images mean. */
  public enum Color {
    AUTO,
    GRAY,
    RGB
  }

  static final ArgumentType<MaxBad> MAX_BAD =
      new ArgumentType<>(
          "a number of images such as 20, or a percentage such as 0.5%",
          (value, problem) -> maxBad(String.valueOf(value)),
          bad -> ConfigUtil.quoteString(bad.toString()),
          true);

  private static Optional<MaxBad> maxBad(String text) {
    try {
      return Optional.of(MaxBad.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
