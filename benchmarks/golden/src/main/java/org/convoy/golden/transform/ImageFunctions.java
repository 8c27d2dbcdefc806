package org.convoy.golden.transform;

import org.convoy.data.Image;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.augment.AugmentOp;
import org.convoy.data.transform.color.Grayscale;
import org.convoy.data.transform.geometry.Box;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Pad;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.RandomCrop;
import org.convoy.data.transform.geometry.RandomCrop.SmallImages;
import org.convoy.data.transform.geometry.RandomResizedCrop;
import org.convoy.data.transform.geometry.Resize;
import org.convoy.golden.reference.GoldenArguments;

/** torchvision's functions by Convoy's transforms, where it takes more than one call. */
final class ImageFunctions {
  /** None of these functions draws. */
  static final RandomSource RANDOM = RandomSource.of(0);

  private ImageFunctions() {}

  /** Pads with the case's padding, and with black where the box reaches over the edge. */
  static Image crop(Image image, TransformArguments arguments) {
    Image padded = pad(image, arguments);
    int[] box = arguments.box();
    Padding edge =
        new Padding(
            Math.max(0, -box[1]),
            Math.max(0, -box[0]),
            Math.max(0, box[1] + box[3] - padded.width()),
            Math.max(0, box[0] + box[2] - padded.height()));
    RandomCrop crop =
        new RandomCrop(
            new ImageSize(box[2], box[3]),
            RandomCrop.of(new ImageSize(box[2], box[3]), edge).pad(),
            SmallImages.REFUSE);
    return crop.crop(padded, Math.max(0, box[0]), Math.max(0, box[1]));
  }

  static Image pad(Image image, TransformArguments arguments) {
    Padding padding = arguments.padding();
    return new Pad(padding, arguments.fill(), arguments.paddingMode()).apply(image, RANDOM);
  }

  static Image grayscale(Image image, TransformArguments arguments) {
    String channels = arguments.arguments().named("channels", "num_output_channels");
    return new Grayscale(arguments.arguments().integer(channels, 1)).apply(image, RANDOM);
  }

  static Image resize(Image image, TransformArguments arguments) {
    requireAntialias(arguments);
    Interpolation interpolation = arguments.interpolation(Interpolation.BILINEAR);
    return new Resize(arguments.resizeTarget(), interpolation).apply(image, RANDOM);
  }

  static Image resizedCrop(Image image, TransformArguments arguments) {
    requireAntialias(arguments);
    Interpolation interpolation = arguments.interpolation(Interpolation.BILINEAR);
    RandomResizedCrop crop =
        new RandomResizedCrop(
            arguments.size(),
            RandomResizedCrop.DEFAULT_SCALE,
            RandomResizedCrop.DEFAULT_RATIO,
            interpolation);
    int[] sides = arguments.box();
    return arguments
        .boxWithin(image.height(), image.width())
        .map(box -> crop.resizedCrop(image, box))
        .orElseGet(
            () -> crop.resizedCrop(crop(image, arguments), new Box(0, 0, sides[2], sides[3])));
  }

  private static void requireAntialias(TransformArguments arguments) {
    if (!arguments.arguments().flag("antialias", true)) {
      throw new IllegalArgumentException(
          "antialias=False is not built: images are resized as Pillow does, which always averages");
    }
  }

  static Image rotate(Image image, TransformArguments arguments) {
    String angle = arguments.arguments().named("degrees", "angle");
    return arguments.rotation().apply(image, arguments.arguments().number(angle));
  }

  /** An operation of RandAugment and TrivialAugmentWide, such as ShearX. */
  static Image augment(Image image, TransformArguments arguments) {
    String name = arguments.arguments().text("name", "");
    AugmentOp operation =
        GoldenArguments.choice(
            AugmentOp.class, "name", name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
    return operation.apply(image, arguments.arguments().number("magnitude", 0), arguments.warp());
  }
}
