package org.convoy.train;

import java.util.List;
import org.convoy.data.DataException;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageShape;
import org.convoy.nn.model.InputShape;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.ConfigException;
import org.convoy.train.config.ConvoyConfig;
import org.convoy.train.config.ModelConfig;
import org.convoy.zoo.Architecture;
import org.convoy.zoo.ModelZoo;

/** The model that a config asks for, given what the data look like. */
public final class Models {
  private Models() {}

  /**
   * Describes the model of a run.
   *
   * @throws ConfigException when the network cannot be built for this data
   */
  public static ModelDescription describe(ConvoyConfig config, ImageDataset dataset) {
    ImageShape shape = shape(dataset);
    requireChannels(config, shape);
    try {
      Architecture architecture =
          architecture(
              config.model(), new InputShape(shape.channels(), shape.height(), shape.width()));
      ModelZoo.configuration(architecture);
      return new ModelDescription(architecture, dataset.classes(), config.data().normalize());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of("model: " + e.getMessage()));
    }
  }

  private static Architecture architecture(ModelConfig model, InputShape input) {
    return model.layers().isEmpty()
        ? new Architecture(
            model.name(), model.numClasses(), input.channels(), input.height(), input.width())
        : Architecture.of(model.layers(), model.numClasses(), input);
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
    if (!shape(dataset).equals(expected)) {
      throw new DataException(
          dataset.location(),
          "images of " + expected + " as " + architecture.name() + " was trained on",
          shape(dataset).toString(),
          "Give the data that the model is for.");
    }
  }

  static ImageShape shape(ImageDataset dataset) {
    return dataset
        .imageShape()
        .orElseThrow(
            () ->
                new DataException(
                    dataset.location(),
                    "images of one size",
                    "several sizes",
                    "Resize them to one size first."));
  }

  private static void requireChannels(ConvoyConfig config, ImageShape shape) {
    int channels = config.data().normalize().mean().size();
    if (channels != 0 && channels != shape.channels()) {
      throw new ConfigException(
          List.of(
              "data.normalize: has values for %d channels, but the images have %d"
                  .formatted(channels, shape.channels())));
    }
  }
}
