package org.convoy.replica;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.config.TransformsConfig;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.DecodeOptions;
import org.convoy.data.feed.SampleLoader;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Resize;
import org.convoy.run.ModelDescription;
import org.convoy.zoo.Architecture;

/**
 * Image files for a model, brought into its input by the same {@link SampleLoader} as evaluation
 * does it, as the model's own description says.
 */
public final class ModelInput {
  private final SampleLoader loader;
  private final ImageShape shape;
  private final String model;

  private ModelInput(
      Architecture architecture,
      DecodeOptions decoding,
      Scaling scaling,
      TransformPipeline pipeline) {
    int channels = architecture.inputChannels();
    this.loader =
        new SampleLoader(
            channels == 1 ? ColorMode.GRAY : ColorMode.RGB,
            decoding,
            scaling,
            pipeline,
            /* seed= */ 0);
    this.shape = new ImageShape(architecture.inputHeight(), architecture.inputWidth(), channels);
    this.model = architecture.name();
  }

  /** An input that refuses images which the model's transforms leave in another size. */
  public static ModelInput strict(
      ModelDescription description, DecodeOptions decoding, Scaling scaling) {
    return new ModelInput(description.architecture(), decoding, scaling, pipeline(description));
  }

  /**
   * An input that resizes images to the network's size where the model's transforms give them no
   * size, since the model was trained on images that had it from the start.
   *
   * @throws IllegalArgumentException if the transforms do not fit the model
   */
  public static ModelInput resizing(
      ModelDescription description, DecodeOptions decoding, Scaling scaling) {
    TransformPipeline pipeline = pipeline(description);
    return new ModelInput(
        description.architecture(),
        decoding,
        scaling,
        pipeline.outputShape(Optional.empty()).isPresent()
            ? pipeline
            : resized(pipeline, description.architecture()));
  }

  private static TransformPipeline pipeline(ModelDescription description) {
    int channels = description.architecture().inputChannels();
    return TransformsConfig.stages(description.transforms())
        .pipeline(Loaders.toTensor(description.normalization(), channels));
  }

  private static TransformPipeline resized(TransformPipeline pipeline, Architecture architecture) {
    ImageSize size = new ImageSize(architecture.inputHeight(), architecture.inputWidth());
    return pipeline.then(Resize.to(size));
  }

  /**
   * Reads an image into what the network is given: decoded, transformed, normalized.
   *
   * @return CHW, of the network's input
   * @throws DataException when there is none, it is damaged, or the model cannot take it
   */
  public FloatBuffer read(String location, Configuration hadoop) {
    return read(location, file(location, hadoop));
  }

  /**
   * As above, of an image that was read already.
   *
   * @param name for messages
   */
  public FloatBuffer read(String name, StoredImage image) {
    checkShape(name, take(name, image, loader::outputShape));
    return take(name, image, this::load);
  }

  /**
   * Reads an image as it is after the transforms that come before normalization, for eyes.
   *
   * @throws DataException as above
   */
  public Image picture(String location, Configuration hadoop) {
    EncodedImage file = file(location, hadoop);
    return take(location, file, image -> loader.picture(image, random()));
  }

  private FloatBuffer load(StoredImage file) {
    FloatBuffer input = FloatBuffer.allocate(shape.elements());
    loader.write(file, random(), input, 0);
    return input;
  }

  private void checkShape(String location, ImageShape found) {
    if (!found.equals(shape)) {
      throw new DataException(
          location,
          "an image that is %s after the transforms, as %s takes it".formatted(shape, model),
          found.toString(),
          "Give an image of the size that the model was trained on.");
    }
  }

  private static <T> T take(String location, StoredImage file, Function<StoredImage, T> use) {
    try {
      return requireNonNull(use.apply(file), "result is null");
    } catch (BadImageException e) {
      throw new DataException(
          location, "an image", e.getMessage(), "Give an image file that is whole.", e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          location,
          "an image that the model's transforms can take",
          e.getMessage(),
          "Give an image like those that the model was trained on.",
          e);
    }
  }

  /** Validation transforms draw nothing; a model's own that do give the same every time. */
  private static RandomSource random() {
    return RandomSource.of(0);
  }

  private static EncodedImage file(String location, Configuration hadoop) {
    try {
      Path path = HadoopFiles.path(location);
      FileSystem files = HadoopFiles.of(path, hadoop);
      if (files.getFileStatus(path).isDirectory()) {
        throw new DataException(location, "an image file", "a folder", "Give one of its images.");
      }

      try (InputStream input = HadoopFiles.open(path, hadoop)) {
        return new EncodedImage(location, input.readAllBytes());
      }
    } catch (FileNotFoundException e) {
      throw new DataException(location, "an image file", "nothing", "Check the path.", e);
    } catch (IOException e) {
      throw DataException.ofReading(location, "a readable image file", "Check the path.", e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          location, "a readable image file", "an error: " + e.getMessage(), "Check the path.", e);
    }
  }
}
