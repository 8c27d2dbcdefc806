package org.convoy.data.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.convoy.data.DataException;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.Sample;
import org.convoy.data.StoredImage;
import org.convoy.data.codec.ColorMode;
import org.convoy.data.codec.ImageDecoder;
import org.convoy.data.feed.SampleLoader.Scaling;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.ToTensorNormalize;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.TransformPipeline;
import org.convoy.data.transform.TransformStages;
import org.convoy.data.transform.catalog.TransformCatalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSampleLoader {
  private static final int SEED = 11;
  private static final List<String> FILES =
      List.of(
          "baseline-420",
          "progressive-422",
          "gray",
          "cmyk",
          "orientation-1",
          "orientation-2",
          "orientation-3",
          "orientation-5",
          "orientation-6",
          "orientation-8");

  /** What is read where the decoder leaves it is what the decoder returns. */
  @Test
  void loadsFilesAsTheirDecodedImages() {
    for (ColorMode color : ColorMode.values()) {
      SampleLoader loader = loader(color, Scaling.FULL_SIZE);

      for (String name : FILES) {
        Image decoded = ImageDecoder.of(color).decode(file(name));

        for (int id = 0; id < 5; id++) {
          assertThat(load(loader, encoded(name), id)).as(name).isEqualTo(load(loader, decoded, id));
        }
      }
    }
  }

  /** Transforms take rows as they are decoded, with the result of the whole image. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "randomResizedCrop",
        "resize",
        "bicubic",
        "nearest",
        "centerCrop",
        "randomCrop",
        "reflect"
      })
  void transformsRowsAsTheWholeImage(String first) {
    SampleLoader loader = new SampleLoader(ColorMode.RGB, Scaling.FULL_SIZE, pipeline(first), SEED);

    for (String name : List.of("gif-big.gif", "tiff-big-jpeg.tif", "png-i16.png", "bmp-24.bmp")) {
      byte[] content = resource("/formats/" + name);
      Image decoded = ImageDecoder.of(ColorMode.RGB).decode(content);

      for (int id = 0; id < 3; id++) {
        assertThat(load(loader, new EncodedImage(name, content), id))
            .as(name)
            .isEqualTo(load(loader, decoded, id));
      }
    }
  }

  private static TransformPipeline pipeline(String first) {
    List<Double> halves = List.of(0.5, 0.5, 0.5);
    Map<String, Object> size = Map.of("size", List.of(12, 12));
    Transform transform =
        switch (first) {
          case "bicubic", "nearest" ->
              TransformCatalog.create(
                  "resize", Map.of("size", List.of(12, 12), "interpolation", first));
          case "reflect" ->
              TransformCatalog.create(
                  "randomCrop", Map.of("size", 12, "padding", 4, "paddingMode", first));
          default -> TransformCatalog.create(first, size);
        };
    return TransformStages.of(
            List.of(transform, TransformCatalog.create("randomVerticalFlip", Map.of())))
        .pipeline(ToTensorNormalize.of(halves, halves));
  }

  @Test
  void decodesSmallerByTheSizeOfTheUprightImage() {
    TransformPipeline pipeline = pipeline(ColorMode.RGB);

    for (String name : FILES) {
      ImageDecoder decoder = ImageDecoder.of(ColorMode.RGB);
      Image full = decoder.decode(file(name));
      int denominator =
          pipeline.decodeDenominator(full.height(), full.width(), RandomSource.of(SEED, 0, 3));
      Image smaller = decoder.decode(file(name), denominator);

      assertThat(load(loader(ColorMode.RGB, Scaling.DECODE_SMALLER), encoded(name), 3))
          .as("%s, %d times smaller", name, denominator)
          .isEqualTo(load(loader(ColorMode.RGB, Scaling.FULL_SIZE), smaller, 3));
    }
  }

  @Test
  void isTheSameInEveryThread() {
    SampleLoader loader = loader(ColorMode.RGB, Scaling.DECODE_SMALLER);
    List<EncodedImage> images = FILES.stream().map(TestSampleLoader::encoded).toList();

    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(id -> load(loader, images.get(id % images.size()), id))
                .toList())
        .isEqualTo(
            IntStream.range(0, 400)
                .mapToObj(id -> load(loader, images.get(id % images.size()), id))
                .toList());
  }

  @Test
  void namesFilesThatAreDamaged() {
    byte[] file = file("baseline-420");
    EncodedImage cut = new EncodedImage("cut.jpg", Arrays.copyOf(file, file.length / 2));

    assertThatThrownBy(() -> load(loader(ColorMode.RGB, Scaling.FULL_SIZE), cut, 0))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("cut.jpg: expected an image, found truncated JPEG");
  }

  private static SampleLoader loader(ColorMode color, Scaling scaling) {
    return new SampleLoader(color, scaling, pipeline(color), SEED);
  }

  private static TransformPipeline pipeline(ColorMode color) {
    List<Transform> transforms =
        List.of(
            TransformCatalog.create("randomResizedCrop", Map.of("size", 12)),
            TransformCatalog.create("randomHorizontalFlip", Map.of()));
    double[] means = new double[color.channels()];
    Arrays.fill(means, 0.5);
    List<Double> halves = Arrays.stream(means).boxed().toList();
    return TransformStages.of(transforms).pipeline(ToTensorNormalize.of(halves, halves));
  }

  private static FloatBuffer load(SampleLoader loader, StoredImage image, int id) {
    FloatBuffer batch = FloatBuffer.allocate(3 * 12 * 12);
    loader.write(new Sample(id, 0, image), batch, 0);
    return batch;
  }

  private static EncodedImage encoded(String name) {
    return new EncodedImage(name + ".jpg", file(name));
  }

  private static byte[] file(String name) {
    return resource("/images/" + name + ".jpg");
  }

  private static byte[] resource(String name) {
    try (InputStream file = TestSampleLoader.class.getResourceAsStream(name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
