package org.convoy.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.config.DataConfig;
import org.convoy.config.ModelConfig;
import org.convoy.config.TransformsConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.TransformStages;
import org.convoy.nn.model.InputShape;
import org.convoy.nn.network.FrozenParameters;
import org.convoy.nn.parameter.ParameterLayout;
import org.convoy.replica.Loaders;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/** The model that a config asks for, given what the data look like. */
public final class Models {
  private static final int RGB_CHANNELS = 3;

  private Models() {}

  /**
   * Describes the model of a run.
   *
   * @throws ConfigException when the network cannot be built for this data
   */
  public static ModelDescription describe(ConvoyConfig config, ImageDataset dataset) {
    int classes = dataset.classes().size();
    requireClasses(config, dataset, classes);
    requireImages(config, dataset.size());
    ImageShape shape = inputShape(config, dataset);
    try {
      Architecture architecture =
          architecture(
              config.model(),
              classes,
              new InputShape(shape.channels(), shape.height(), shape.width()));
      requireParameters(config, ParameterLayout.of(ModelZoo.configuration(architecture)));
      return new ModelDescription(
          architecture,
          dataset.classes(),
          config.data().transforms().validation(),
          config.data().normalize());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("model: " + e.getMessage()));
    }
  }

  /**
   * The config with the weights of the classes in the place of {@code loss.classWeights =
   * balanced}.
   *
   * @param train the training data, after its model was {@link #describe described}
   * @throws org.convoy.data.DataException when its labels cannot be read
   */
  public static ConvoyConfig withClassWeights(
      ConvoyConfig config, ImageDataset train, Configuration hadoop) {
    if (!config.loss().needsCounts()) {
      return config;
    }

    long[] images = new long[train.classes().size()];
    for (int label : train.labels(hadoop)) {
      images[label]++;
    }

    return config.with(config.loss().countedBy(images));
  }

  /** Of more workers than images, some would never see one. */
  private static void requireImages(ConvoyConfig config, long images) {
    if (config.workers() > images) {
      throw new ConfigException(
          List.of(
              "workers = %d: there are only %,d training images, and workers without an image train nothing; set workers to at most %2$d, such as the number of Spark's task slots"
                  .formatted(config.workers(), images)));
    }
  }

  private static void requireParameters(ConvoyConfig config, ParameterLayout layout) {
    require("model.freeze", () -> FrozenParameters.freeze(layout, config.model().freeze()));
    require("optimizer.groups", () -> config.optimizer().toOptimizer(layout));
  }

  private static void require(String key, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(key + ": " + e.getMessage()));
    }
  }

  private static Architecture architecture(ModelConfig model, int classes, InputShape input) {
    return model.layers().isEmpty()
        ? new Architecture(model.name(), classes, input.channels(), input.height(), input.width())
        : Architecture.of(model.layers(), classes, input);
  }

  private static void requireClasses(ConvoyConfig config, ImageDataset dataset, int classes) {
    if (classes < 2) {
      throw new DataException(
          dataset.location(),
          "at least 2 classes",
          String.valueOf(classes),
          "Give data of more classes.");
    }

    List<String> problems = new ArrayList<>();
    config
        .model()
        .numClasses()
        .filter(expected -> expected != classes)
        .map("model.numClasses = %d: "::formatted)
        .map(key -> key + "the data at %s have %d classes".formatted(dataset.location(), classes))
        .ifPresent(problems::add);
    config.loss().checkClasses(classes, (key, message) -> problems.add(key + ": " + message));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** Of what the transforms make of the images, for training and validation alike. */
  private static ImageShape inputShape(ConvoyConfig config, ImageDataset dataset) {
    TransformsConfig transforms = config.data().transforms();
    ImageShape train = shape("train", transforms.trainStages(), config, dataset);
    ImageShape validation = shape("validation", transforms.validationStages(), config, dataset);
    if (!train.equals(validation)) {
      throw new ConfigException(
          List.of(
              "data.transforms: training images become %s and validation images %s; give both one size"
                  .formatted(train, validation)));
    }

    return train;
  }

  private static ImageShape shape(
      String key, TransformStages stages, ConvoyConfig config, ImageDataset dataset) {
    int channels = channels(config.data().color(), dataset);
    try {
      return stages
          .pipeline(Loaders.toTensor(config.data().normalize(), channels))
          .outputShape(stored(dataset, channels))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the images differ in size; end with a transform to one size, such as"
                          + " {resize {size = [64, 64]}} or {randomResizedCrop {size = 224}}"));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("data.transforms." + key + ": " + e.getMessage()));
    }
  }

  /** Whether images with colors become gray because there is one mean to normalize them by. */
  public static boolean turnsGray(ConvoyConfig config, ImageDataset dataset) {
    return config.data().normalize().mean().size() == 1
        && channels(config.data().color(), dataset) == RGB_CHANNELS;
  }

  private static int channels(DataConfig.Color color, ImageDataset dataset) {
    return switch (color) {
      case GRAY -> 1;
      case RGB -> RGB_CHANNELS;
      case AUTO -> dataset.imageShape().map(ImageShape::channels).orElse(RGB_CHANNELS);
    };
  }

  /**
   * Makes sure that a model takes the images of a data set.
   *
   * @throws DataException when their shape is another
   */
  public static void requireFit(ModelDescription model, ImageDataset dataset) {
    Architecture architecture = model.architecture();
    ImageShape expected =
        new ImageShape(
            architecture.inputHeight(), architecture.inputWidth(), architecture.inputChannels());
    Optional<ImageShape> found = evaluatedShape(model, dataset);
    if (!found.equals(Optional.of(expected))) {
      throw new DataException(
          dataset.location(),
          "images of " + expected + " as " + architecture.name() + " was trained on",
          found.map(ImageShape::toString).orElse("several sizes"),
          "Give the data that the model is for.");
    }
  }

  private static Optional<ImageShape> evaluatedShape(ModelDescription model, ImageDataset dataset) {
    int channels = model.architecture().inputChannels();
    try {
      return TransformsConfig.stages(model.transforms())
          .pipeline(Loaders.toTensor(model.normalization(), channels))
          .outputShape(stored(dataset, channels));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          dataset.location(),
          "images that the model's transforms can take",
          e.getMessage(),
          "Give the data that the model is for.",
          e);
    }
  }

  /** The images of a data set once they have this many channels, if they have one size. */
  private static Optional<ImageShape> stored(ImageDataset dataset, int channels) {
    return dataset
        .imageShape()
        .map(shape -> new ImageShape(shape.height(), shape.width(), channels));
  }
}
