package org.convoy.data.transform.catalog;

import static org.convoy.common.argument.ArgumentTypes.FLAG;
import static org.convoy.common.argument.ArgumentTypes.oneOf;
import static org.convoy.data.transform.geometry.Interpolation.BILINEAR;
import static org.convoy.data.transform.geometry.Interpolation.NEAREST;

import java.util.List;
import org.convoy.common.argument.Argument;
import org.convoy.common.argument.Arguments;
import org.convoy.common.argument.Catalog.Entry;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.Transform;
import org.convoy.data.transform.geometry.CenterCrop;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Pad;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.PaddingMode;
import org.convoy.data.transform.geometry.RandomCrop;
import org.convoy.data.transform.geometry.RandomCrop.SmallImages;
import org.convoy.data.transform.geometry.RandomHorizontalFlip;
import org.convoy.data.transform.geometry.RandomResizedCrop;
import org.convoy.data.transform.geometry.RandomRotation;
import org.convoy.data.transform.geometry.RandomVerticalFlip;
import org.convoy.data.transform.geometry.Resize;
import org.convoy.data.transform.geometry.ResizeTarget;
import org.convoy.data.transform.geometry.Rotation;
import org.convoy.data.transform.geometry.Rotation.Canvas;
import org.convoy.data.transform.geometry.Rotation.Point;
import org.convoy.data.transform.geometry.Warp;

/** Transforms that move pixels. */
final class GeometryEntries {
  private static final Argument<ImageSize> SIZE =
      Argument.required("size", TransformTypes.SIZE, "Size of the result.");

  private static final Argument<List<Integer>> RESIZE_SIZE =
      Argument.required(
          "size",
          TransformTypes.SIDES,
          "Length of the shorter side, keeping the aspect ratio; or height and width.");

  private static final Argument<Integer> MAX_SIZE =
      Argument.optional(
          "maxSize",
          TransformTypes.INTEGER,
          "none",
          "The longer side gets no longer than this; greater than size, which must be one number.");

  private static final Argument<Interpolation> RESIZE_INTERPOLATION =
      Argument.of(
          "interpolation",
          oneOf(List.of(Interpolation.values())),
          "bilinear",
          "The filter; all but nearest with antialias.");

  private static final Argument<Padding> CROP_PADDING =
      Argument.of(
          "padding", TransformTypes.PADDING, 0, "Pixels added at each side before cropping.");

  private static final Argument<Padding> PADDING =
      Argument.required("padding", TransformTypes.PADDING, "Pixels added at each side.");

  private static final Argument<Boolean> PAD_IF_NEEDED =
      Argument.of(
          "padIfNeeded",
          FLAG,
          false,
          "Whether images smaller than the crop are padded; they are an error otherwise.");

  private static final Argument<Fill> FILL =
      Argument.of("fill", TransformTypes.FILL, 0, "Level of pixels from outside the image.");

  private static final Argument<PaddingMode> PADDING_MODE =
      Argument.of(
          "paddingMode",
          oneOf(List.of(PaddingMode.values())),
          "constant",
          "The fill, the edge's pixels, or a mirror image without or with them.");

  private static final Argument<Range> SCALE =
      Argument.of(
          "scale",
          TransformTypes.RANGE,
          List.of(0.08, 1.0),
          "Area of the part, as a share of the image's.");

  private static final Argument<Range> RATIO =
      Argument.of(
          "ratio",
          TransformTypes.RANGE,
          List.of(3.0 / 4, 4.0 / 3),
          "Width of the part divided by its height.");

  private static final Argument<Double> P =
      Argument.of("p", TransformTypes.PROBABILITY, 0.5, "Probability.");

  private static final Argument<Range> DEGREES =
      Argument.required(
          "degrees",
          TransformTypes.NOT_NEGATIVE
              .map(degrees -> new Range(-degrees, degrees))
              .or(TransformTypes.RANGE),
          "Angle, counter-clockwise.");

  private static final Argument<Interpolation> ROTATION_INTERPOLATION =
      Argument.of(
          "interpolation",
          oneOf(List.of(NEAREST, BILINEAR)),
          "nearest",
          "How levels between pixels are found.");

  private static final Argument<Boolean> EXPAND =
      Argument.of(
          "expand", FLAG, false, "Whether the result is as large as the whole rotated image.");

  private static final Argument<Point> CENTER =
      Argument.optional(
          "center",
          TransformTypes.POINT,
          "its middle",
          "Around which the image turns, in pixels from its upper left corner.");

  private GeometryEntries() {}

  static List<Entry<Transform>> all() {
    return List.of(
        new Entry<>(
            "resize",
            "Resizes the image, with antialias.",
            List.of(RESIZE_SIZE, MAX_SIZE, RESIZE_INTERPOLATION),
            GeometryEntries::resize),
        new Entry<>(
            "centerCrop",
            "Takes the middle of the image, with black around it where the image is smaller.",
            List.of(SIZE),
            arguments -> new CenterCrop(arguments.get(SIZE))),
        new Entry<>(
            "randomCrop",
            "Takes a part of the image at a random place.",
            List.of(SIZE, CROP_PADDING, PAD_IF_NEEDED, FILL, PADDING_MODE),
            GeometryEntries::randomCrop),
        new Entry<>(
            "randomResizedCrop",
            "Takes a part of random area, aspect ratio and place, and resizes it.",
            List.of(SIZE, SCALE, RATIO, RESIZE_INTERPOLATION),
            GeometryEntries::randomResizedCrop),
        new Entry<>(
            "randomHorizontalFlip",
            "Sometimes swaps left and right.",
            List.of(P),
            arguments -> new RandomHorizontalFlip(arguments.get(P))),
        new Entry<>(
            "randomVerticalFlip",
            "Sometimes swaps top and bottom.",
            List.of(P),
            arguments -> new RandomVerticalFlip(arguments.get(P))),
        new Entry<>(
            "randomRotation",
            "Rotates the image by a random angle.",
            List.of(DEGREES, ROTATION_INTERPOLATION, EXPAND, CENTER, FILL),
            GeometryEntries::randomRotation),
        new Entry<>(
            "pad",
            "Adds pixels around the image.",
            List.of(PADDING, FILL, PADDING_MODE),
            arguments -> pad(arguments, PADDING)));
  }

  private static Resize resize(Arguments arguments) {
    return new Resize(target(arguments), arguments.get(RESIZE_INTERPOLATION));
  }

  private static ResizeTarget target(Arguments arguments) {
    List<Integer> sides = arguments.get(RESIZE_SIZE);
    int maxSize = arguments.find(MAX_SIZE).orElse(0);

    if (sides.size() == 1) {
      return new ResizeTarget.ShorterSide(sides.get(0), maxSize);
    }

    if (maxSize != 0) {
      throw new IllegalArgumentException(
          "maxSize must be left out when size is a height and a width, here %2$s, got %1$d"
              .formatted(maxSize, sides));
    }

    return new ResizeTarget.Exactly(TransformTypes.size(sides));
  }

  private static RandomCrop randomCrop(Arguments arguments) {
    return new RandomCrop(
        arguments.get(SIZE),
        pad(arguments, CROP_PADDING),
        arguments.get(PAD_IF_NEEDED) ? SmallImages.PAD : SmallImages.REFUSE);
  }

  private static Pad pad(Arguments arguments, Argument<Padding> padding) {
    return new Pad(arguments.get(padding), arguments.get(FILL), arguments.get(PADDING_MODE));
  }

  private static RandomResizedCrop randomResizedCrop(Arguments arguments) {
    return new RandomResizedCrop(
        arguments.get(SIZE),
        arguments.get(SCALE),
        arguments.get(RATIO),
        arguments.get(RESIZE_INTERPOLATION));
  }

  private static RandomRotation randomRotation(Arguments arguments) {
    Warp warp = new Warp(arguments.get(ROTATION_INTERPOLATION), arguments.get(FILL));
    Canvas canvas = arguments.get(EXPAND) ? Canvas.EXPAND : Canvas.KEEP;
    return new RandomRotation(
        arguments.get(DEGREES), new Rotation(warp, canvas, arguments.find(CENTER).orElse(null)));
  }
}
