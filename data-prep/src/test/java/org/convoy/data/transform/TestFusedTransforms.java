package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.transform.catalog.TransformCatalog;
import org.junit.jupiter.api.Test;

/** Compares transforms done in one go with the same transforms done one by one. */
class TestFusedTransforms {
  private static final ToTensorNormalize RGB =
      ToTensorNormalize.of(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
  private static final ToTensorNormalize GRAY = ToTensorNormalize.of(List.of(0.1307), List.of(0.3));

  private final Random random = new Random(20);

  @Test
  void agreesOnRandomResizedCrops() {
    for (int i = 0; i < 60; i++) {
      check(
          random(1, 90),
          random(1, 90),
          transform("randomResizedCrop", "size", List.of(random(1, 60), random(1, 60))));
    }
  }

  @Test
  void agreesOnCropsOfResizedImages() {
    for (int i = 0; i < 60; i++) {
      int side = random(1, 70);
      ImageTransform resize = transform("resize", "size", side);
      List<Integer> crop = List.of(random(1, side), random(1, side));
      check(random(1, 120), random(1, 120), resize, transform("randomCrop", "size", crop));
      check(random(1, 120), random(1, 120), resize, transform("centerCrop", "size", crop));
    }
  }

  @Test
  void agreesOnCropsOfFlippedCrops() {
    for (int i = 0; i < 60; i++) {
      check(
          random(1, 50),
          random(1, 50),
          transform("resize", "size", List.of(40, 30)),
          transform("randomHorizontalFlip", "p", 0.5),
          transform("randomVerticalFlip", "p", 0.5),
          transform("randomCrop", "size", 27),
          transform("randomHorizontalFlip", "p", 0.5),
          transform("centerCrop", "size", List.of(random(1, 27), random(1, 27))),
          transform("randomVerticalFlip", "p", 0.5),
          transform("randomCrop", "size", 1));
    }
  }

  @Test
  void agreesOnSizesThatStay() {
    check(40, 30, transform("resize", "size", List.of(40, 30)));
    check(40, 30, transform("resize", "size", List.of(40, 77)));
    check(40, 30, transform("resize", "size", List.of(9, 30)));
    check(1, 1, transform("resize", "size", 1));
    check(1, 1, transform("resize", "size", 33));
    check(300, 1, transform("resize", "size", 1));
    check(900, 700, transform("resize", "size", List.of(2, 3)));
  }

  /** Where values are not rounded in between, a plain image still comes out as it is. */
  @Test
  void keepsPlainImages() {
    for (int level : new int[] {0, 1, 127, 254, 255}) {
      byte[] pixels = new byte[57 * 31];
      Arrays.fill(pixels, (byte) level);
      Image image = new Image(57, 31, 1, pixels);
      TransformPipeline pipeline = pipeline(GRAY, transform("resize", "size", List.of(20, 50)));

      float expected = (level / 255f - 0.1307f) / 0.3f;

      for (float value : fused(pipeline, image, 0, 1000)) {
        assertThat(value).isCloseTo(expected, within(0.01f));
      }
    }
  }

  @Test
  void drawsAsMuchAsOneByOne() {
    Image image = image(30, 40, 3);
    TransformPipeline pipeline =
        pipeline(
            RGB,
            transform("randomResizedCrop", "size", 20),
            transform("randomCrop", "size", 11),
            transform("randomHorizontalFlip", "p", 0.5));
    RandomSource fused = RandomSource.of(7);
    RandomSource oneByOne = RandomSource.of(7);

    pipeline.write(image, fused, direct(11 * 11 * 3), 0);
    pipeline.transform(image, oneByOne);

    assertThat(fused.uniform()).isEqualTo(oneByOne.uniform());
  }

  @Test
  void isTheSameInEveryThread() {
    List<Image> images = IntStream.range(0, 40).mapToObj(i -> image(60 + i, 70, 3)).toList();
    TransformPipeline pipeline =
        pipeline(
            RGB,
            transform("randomResizedCrop", "size", 32),
            transform("randomHorizontalFlip", "p", 0.5));
    IntFunction<FloatBuffer> write =
        i -> FloatBuffer.wrap(fused(pipeline, images.get(i % 40), i, 3072));

    assertThat(IntStream.range(0, 2000).parallel().mapToObj(write).toList())
        .isEqualTo(IntStream.range(0, 2000).mapToObj(write).toList());
  }

  /** Bit by bit as one by one: neither may be done in one go. */
  @Test
  void leavesOtherPipelinesAlone() {
    Image image = image(50, 45, 3);

    for (List<ImageTransform> transforms :
        List.of(
            List.of(transform("resize", Map.of("size", 20, "interpolation", "bicubic"))),
            List.of(transform("resize", Map.of("size", 20, "interpolation", "nearest"))),
            List.of(transform("resize", "size", 20), transform("centerCrop", "size", 24)),
            List.of(
                transform("resize", "size", 20),
                transform("randomCrop", Map.of("size", 20, "padding", 2))),
            List.of(
                transform("resize", Map.of("size", 20, "maxSize", 21)),
                transform("randomCrop", "size", 4)),
            List.of(transform("resize", "size", 20), transform("resize", "size", 9)))) {
      TransformPipeline pipeline = new TransformPipeline(transforms, RGB, List.of());
      Image expected = pipeline.transform(image, RandomSource.of(3));
      FloatBuffer oneByOne = direct(expected.pixels().length);
      RGB.write(expected, oneByOne, 0);

      assertThat(fused(pipeline, image, 3, oneByOne.capacity())).isEqualTo(contents(oneByOne));
    }
  }

  @Test
  void writesSideBySide() {
    TransformPipeline pipeline = pipeline(RGB, transform("resize", "size", List.of(6, 5)));
    FloatBuffer batch = direct(3 * 90);
    Image image = image(12, 17, 3);

    pipeline.write(image, RandomSource.of(1), batch, 1);

    float[] values = contents(batch);
    assertThat(Arrays.copyOfRange(values, 90, 180)).isEqualTo(fused(pipeline, image, 1, 90));
    assertThat(Arrays.copyOfRange(values, 0, 90)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(values, 180, 270)).containsOnly(0f);
    assertThat(batch.position()).isZero();
  }

  @Test
  void refusesImagesBeyondTheBatch() {
    TransformPipeline pipeline = pipeline(RGB, transform("resize", "size", List.of(6, 5)));

    assertThatThrownBy(
            () -> pipeline.write(image(9, 9, 3), RandomSource.of(1), direct(2 * 90 - 1), 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesOtherChannelCounts() {
    TransformPipeline pipeline = pipeline(GRAY, transform("resize", "size", 5));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> pipeline.write(image(9, 9, 3), RandomSource.of(1), direct(75), 0))
        .withMessage(
            "Image(9 x 9 x 3) has 3 channels, but mean and std are given for 1: give as many"
                + " values as channels");
  }

  private void check(int height, int width, ImageTransform... transforms) {
    check(image(height, width, 3), pipeline(RGB, transforms));
    check(image(height, width, 1), pipeline(GRAY, transforms));
  }

  private void check(Image image, TransformPipeline pipeline) {
    int seed = random.nextInt();
    Image expected = pipeline.transform(image, RandomSource.of(seed));
    int plane = expected.height() * expected.width();
    float[] actual = fused(pipeline, image, seed, expected.pixels().length);
    ToTensorNormalize toTensor = image.channels() == 1 ? GRAY : RGB;
    int far = 0;

    for (int i = 0; i < actual.length; i++) {
      int channel = i / plane;
      float level = 255 * (actual[i] * toTensor.std(channel) + toTensor.mean(channel));
      float difference =
          Math.abs(level - (expected.pixels()[i % plane * image.channels() + channel] & 0xff));
      assertThat(difference).as("%s of %s", pipeline, image).isLessThan(3);
      far += difference > 1.05 ? 1 : 0;
    }

    assertThat(far).as("%s of %s", pipeline, image).isLessThanOrEqualTo(actual.length / 100);
  }

  private int random(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  private Image image(int height, int width, int channels) {
    byte[] pixels = new byte[height * width * channels];
    random.nextBytes(pixels);
    return new Image(height, width, channels, pixels);
  }

  private static ImageTransform transform(String name, String argument, Object value) {
    return transform(name, Collections.singletonMap(argument, value));
  }

  private static ImageTransform transform(String name, Map<String, Object> arguments) {
    return (ImageTransform) TransformCatalog.create(name, arguments);
  }

  private static TransformPipeline pipeline(ToTensorNormalize toTensor, ImageTransform... images) {
    return new TransformPipeline(List.of(images), toTensor, List.of());
  }

  private static float[] fused(TransformPipeline pipeline, Image image, int seed, int elements) {
    FloatBuffer batch = direct(elements);
    pipeline.write(image, RandomSource.of(seed), batch, 0);
    return contents(batch);
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static float[] contents(FloatBuffer buffer) {
    float[] values = new float[buffer.capacity()];
    buffer.get(0, values);
    return values;
  }
}
