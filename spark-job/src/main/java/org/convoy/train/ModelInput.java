package org.convoy.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.codec.BadImageException;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.codec.ImageHeader;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Resize;
import org.convoy.run.ModelDescription;
import org.convoy.train.config.TransformsConfig;
import org.convoy.zoo.Architecture;

/** The way of one image file into a model, as the model's own description says. */
final class ModelInput {
  private final ImageDecoder decoder;
  private final Scaling scaling;
  private final TransformPipeline pipeline;
  private final ImageShape shape;
  private final String model;

  private ModelInput(Architecture architecture, Scaling scaling, TransformPipeline pipeline) {
    int channels = architecture.inputChannels();
    this.decoder = ImageDecoder.of(channels == 1 ? ColorMode.GRAY : ColorMode.RGB);
    this.scaling = scaling;
    this.pipeline = pipeline;
    this.shape = new ImageShape(architecture.inputHeight(), architecture.inputWidth(), channels);
    this.model = architecture.name();
  }

  /** An input that refuses images which the model's transforms leave in another size. */
  static ModelInput strict(ModelDescription description, Scaling scaling) {
    return new ModelInput(description.architecture(), scaling, pipeline(description));
  }

  /**
   * An input that resizes images to the network's size where the model's transforms give them no
   * size, since the model was trained on images that had it from the start.
   *
   * @throws IllegalArgumentException if the transforms do not fit the model
   */
  static ModelInput resizing(ModelDescription description, Scaling scaling) {
    TransformPipeline pipeline = pipeline(description);
    return new ModelInput(
        description.architecture(),
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
    List<ImageTransform> images = new ArrayList<>(pipeline.images());
    images.add(Resize.to(size));
    return new TransformPipeline(images, pipeline.toTensor(), pipeline.tensors());
  }

  /**
   * Reads an image and applies the transforms that come before its normalization.
   *
   * @throws DataException when there is none, it is damaged, or the model cannot take it
   */
  Image read(String location, Configuration hadoop) {
    Image image = transform(location, content(location, hadoop));
    if (!image.shape().equals(shape)) {
      throw new DataException(
          location,
          "an image that is %s after the transforms, as %s takes it".formatted(shape, model),
          image.shape().toString(),
          "Give an image of the size that the model was trained on.");
    }

    return image;
  }

  private Image transform(String location, byte[] content) {
    try {
      RandomSource random = random();
      return pipeline.transform(decoder.decode(content, denominator(content, random)), random);
    } catch (BadImageException e) {
      throw new DataException(
          location, "an image", e.getMessage(), "Give a JPEG, PNG or PNM file that is whole.", e);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          location,
          "an image that the model's transforms can take",
          e.getMessage(),
          "Give an image like those that the model was trained on.",
          e);
    }
  }

  private int denominator(byte[] content, RandomSource random) {
    if (scaling == Scaling.FULL_SIZE) {
      return 1;
    }

    ImageHeader header = decoder.header(content);
    return pipeline.decodeDenominator(header.height(), header.width(), random);
  }

  /**
   * Writes a transformed image, normalized, at its place in a batch.
   *
   * @param index of the image in the batch, from 0
   */
  void write(Image transformed, FloatBuffer batch, int index) {
    new TransformPipeline(List.of(), pipeline.toTensor(), pipeline.tensors())
        .write(transformed, random(), batch, index);
  }

  /** Validation transforms draw nothing; a model's own that do give the same every time. */
  private static RandomSource random() {
    return RandomSource.of(0);
  }

  private static byte[] content(String location, Configuration hadoop) {
    try {
      Path path = new Path(location);
      FileSystem files = HadoopFiles.of(path, hadoop);
      if (files.getFileStatus(path).isDirectory()) {
        throw new DataException(location, "an image file", "a folder", "Give one of its images.");
      }

      try (InputStream input = files.open(path)) {
        return input.readAllBytes();
      }
    } catch (FileNotFoundException e) {
      throw new DataException(location, "an image file", "nothing", "Check the path.", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          location, "a readable image file", "an error: " + e.getMessage(), "Check the path.", e);
    }
  }
}
