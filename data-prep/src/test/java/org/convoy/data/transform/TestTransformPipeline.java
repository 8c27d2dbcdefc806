package org.convoy.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.ImageShape;
import org.convoy.data.transform.augment.ErasingValue;
import org.convoy.data.transform.augment.RandomErasing;
import org.convoy.data.transform.color.Grayscale;
import org.convoy.data.transform.geometry.CenterCrop;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.RandomCrop;
import org.convoy.data.transform.geometry.RandomHorizontalFlip;
import org.convoy.data.transform.geometry.RandomResizedCrop;
import org.convoy.data.transform.geometry.Resize;
import org.junit.jupiter.api.Test;

class TestTransformPipeline {
  private static final ToTensorNormalize RGB =
      ToTensorNormalize.of(List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25));

  private static final RandomErasing ERASE_ALWAYS =
      new RandomErasing(
          1,
          RandomErasing.DEFAULT_SCALE,
          RandomErasing.DEFAULT_RATIO,
          new ErasingValue.Constant(List.of(7.0)));

  @Test
  void appliesTransformsInOrder() {
    Resize resize = Resize.shorterSide(20);
    // Its padding keeps it from being fused with the resize, which would round differently.
    RandomCrop crop = RandomCrop.of(ImageSize.square(16), Padding.of(2));
    Image image = Pixels.noise(40, 30, 3, 1);
    FloatBuffer expected = Pixels.direct(new float[2 * 3 * 16 * 16]);
    RandomSource random = RandomSource.of(1, 2, 3);
    RGB.write(crop.apply(resize.apply(image, random), random), expected, 1);

    FloatBuffer batch = Pixels.direct(new float[2 * 3 * 16 * 16]);
    new TransformPipeline(List.of(resize, crop), RGB, List.of())
        .write(image, RandomSource.of(1, 2, 3), batch, 1);

    assertThat(Pixels.contents(batch)).isEqualTo(Pixels.contents(expected));
  }

  @Test
  void transformsTensorsWithinTheirPlaceInTheBatch() {
    FloatBuffer batch = Pixels.direct(new float[3 * 3 * 8 * 8]);

    new TransformPipeline(List.of(), RGB, List.of(ERASE_ALWAYS))
        .write(new Image(8, 8, 3, new byte[3 * 8 * 8]), RandomSource.of(1), batch, 1);

    float[] values = Pixels.contents(batch);
    assertThat(values).contains(7f, -2f, 0f);

    for (int i = 0; i < values.length; i++) {
      boolean own = i / (3 * 8 * 8) == 1;
      assertThat(values[i] == 0).as("value %d", i).isNotEqualTo(own);
    }
  }

  @Test
  void knowsShapesBeforehand() {
    ImageShape photograph = new ImageShape(375, 500, 3);
    TransformPipeline evaluation =
        new TransformPipeline(
            List.of(Resize.shorterSide(256), new CenterCrop(ImageSize.square(224))),
            RGB,
            List.of());
    TransformPipeline resizing =
        new TransformPipeline(List.of(Resize.shorterSide(256)), RGB, List.of());

    assertThat(evaluation.outputShape(Optional.empty())).contains(new ImageShape(224, 224, 3));
    assertThat(resizing.outputShape(Optional.empty())).isEmpty();
    assertThat(resizing.outputShape(Optional.of(photograph))).contains(new ImageShape(256, 341, 3));
  }

  @Test
  void refusesImagesThatDoNotFit() {
    TransformPipeline cropping =
        new TransformPipeline(
            List.of(RandomCrop.of(ImageSize.square(32), Padding.of(1))), RGB, List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> cropping.outputShape(Optional.of(new ImageShape(28, 40, 3))))
        .withMessage(
            "RandomCrop(size=(32, 32), padding=1) does not fit into images of 28 x 40: make the"
                + " crop smaller, add padding, or pad if needed");
  }

  @Test
  void refusesOtherChannels() {
    TransformPipeline gray = new TransformPipeline(List.of(new Grayscale(1)), RGB, List.of());
    RandomErasing colours =
        new RandomErasing(
            1,
            RandomErasing.DEFAULT_SCALE,
            RandomErasing.DEFAULT_RATIO,
            new ErasingValue.Constant(List.of(1.0, 2.0)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> gray.outputShape(Optional.empty()))
        .withMessage(
            "the transformed images have channels: 1, but mean and std are given for 3: give as"
                + " many values as channels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TransformPipeline(List.of(), RGB, List.of(colours)))
        .withMessage(
            "value of RandomErasing has numbers for 2 channels, the images have channels: 3; give"
                + " one number, or one for each channel");
  }

  @Test
  void asksTheFirstTransformForTheDenominator() {
    RandomHorizontalFlip flip = new RandomHorizontalFlip(0.5);
    Resize resize = Resize.shorterSide(100);
    RandomSource random = RandomSource.of(1);

    assertThat(pipeline(resize, flip).decodeDenominator(900, 1200, random)).isEqualTo(8);
    assertThat(pipeline(resize, flip).decodeDenominator(799, 1200, random)).isEqualTo(4);
    assertThat(pipeline(flip, resize).decodeDenominator(900, 1200, random)).isEqualTo(1);
    assertThat(pipeline().decodeDenominator(900, 1200, random)).isEqualTo(1);
  }

  private static TransformPipeline pipeline(ImageTransform... transforms) {
    return new TransformPipeline(List.of(transforms), RGB, List.of());
  }

  @Test
  void printsOnOneLine() {
    TransformPipeline pipeline =
        new TransformPipeline(
            List.of(RandomResizedCrop.of(ImageSize.square(224)), new RandomHorizontalFlip(0.5)),
            RGB,
            List.of(ERASE_ALWAYS));

    assertThat(pipeline)
        .hasToString(
            "RandomResizedCrop(size=(224, 224), scale=(0.08, 1.0), ratio=(0.75, 1.3333),"
                + " interpolation=bilinear) → RandomHorizontalFlip(p=0.5) → ToTensor() →"
                + " Normalize(mean=[0.5, 0.5, 0.5], std=[0.25, 0.25, 0.25]) →"
                + " RandomErasing(p=1.0, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=7.0)");
  }

  @Test
  void travelsToOtherMachines() throws IOException, ClassNotFoundException {
    TransformPipeline pipeline =
        new TransformPipeline(
            List.of(Resize.shorterSide(20), RandomCrop.of(ImageSize.square(16), Padding.of(2))),
            RGB,
            List.of(ERASE_ALWAYS));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(pipeline);
    }

    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(input.readObject()).hasToString(pipeline.toString());
    }
  }
}
