package org.convoy.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
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
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.TransformPipeline;
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

  ModelInput(ModelDescription description, Scaling scaling) {
    Architecture architecture = description.architecture();
    int channels = architecture.inputChannels();
    this.decoder = ImageDecoder.of(channels == 1 ? ColorMode.GRAY : ColorMode.RGB);
    this.scaling = scaling;
    this.pipeline =
        TransformsConfig.stages(description.transforms())
            .pipeline(Loaders.toTensor(description.normalization(), channels));
    this.shape = new ImageShape(architecture.inputHeight(), architecture.inputWidth(), channels);
    this.model = architecture.name();
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

  /** Writes a transformed image, normalized, as the batch's only one. */
  void write(Image transformed, FloatBuffer batch) {
    new TransformPipeline(List.of(), pipeline.toTensor(), pipeline.tensors())
        .write(transformed, random(), batch, 0);
  }

  /** Validation transforms draw nothing; a model's own that do give the same every time. */
  private static RandomSource random() {
    return RandomSource.of(0);
  }

  private static byte[] content(String location, Configuration hadoop) {
    try {
      Path path = new Path(location);
      try (InputStream input = HadoopFiles.of(path, hadoop).open(path)) {
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
