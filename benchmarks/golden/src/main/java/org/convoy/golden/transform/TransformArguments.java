package org.convoy.golden.transform;

import java.util.List;
import java.util.Optional;
import org.convoy.data.transform.geometry.Box;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.PaddingMode;
import org.convoy.data.transform.geometry.ResizeTarget;
import org.convoy.data.transform.geometry.Rotation;
import org.convoy.data.transform.geometry.Rotation.Canvas;
import org.convoy.data.transform.geometry.Rotation.Point;
import org.convoy.data.transform.geometry.Warp;
import org.convoy.golden.reference.GoldenArguments;

/** Reads the arguments of torchvision's functions on PIL images. */
record TransformArguments(GoldenArguments arguments) {
  /** The factor of an adjustment, whose full name has the property in front. */
  double factor(String property) {
    return arguments.number(arguments.named("factor", property + "_factor"));
  }

  ImageSize size() {
    List<Integer> size = arguments.integers(arguments.named("size", "output_size"));
    return size.size() == 1
        ? ImageSize.square(size.get(0))
        : new ImageSize(size.get(0), size.get(1));
  }

  /** One number is the shorter side's length. */
  ResizeTarget resizeTarget() {
    List<Integer> size = arguments.integers("size");
    return size.size() == 1
        ? new ResizeTarget.ShorterSide(size.get(0), arguments.integer("max_size", 0))
        : new ResizeTarget.Exactly(size());
  }

  /** The first row and column, which may lie outside the image, then height and width. */
  int[] box() {
    return new int[] {
      arguments.integer("top"),
      arguments.integer("left"),
      arguments.integer("height"),
      arguments.integer("width")
    };
  }

  /** The box, if it lies inside an image of this size. */
  Optional<Box> boxWithin(int height, int width) {
    int[] box = box();
    boolean inside =
        box[0] >= 0 && box[1] >= 0 && box[0] + box[2] <= height && box[1] + box[3] <= width;
    return inside ? Optional.of(new Box(box[0], box[1], box[2], box[3])) : Optional.empty();
  }

  Padding padding() {
    if (!arguments.has("padding")) {
      return Padding.NONE;
    }

    List<Integer> sides = arguments.integers("padding");
    return switch (sides.size()) {
      case 1 -> Padding.of(sides.get(0));
      case 2 -> Padding.of(sides.get(0), sides.get(1));
      case 4 -> new Padding(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
      default ->
          throw new IllegalArgumentException(
              "argument \"padding\" must be 1, 2 or 4 numbers, it is " + sides);
    };
  }

  PaddingMode paddingMode() {
    String mode = arguments.text(arguments.named("mode", "padding_mode"), "constant");
    return GoldenArguments.choice(PaddingMode.class, "mode", mode);
  }

  Fill fill() {
    return arguments.has("fill")
        ? new Fill(arguments.numbers("fill").stream().map(Double::intValue).toList())
        : Fill.BLACK;
  }

  /** By name, or by Pillow's number. */
  Interpolation interpolation(Interpolation defaultValue) {
    if (!arguments.has("interpolation")) {
      return defaultValue;
    }

    if (!arguments.json().path("interpolation").isNumber()) {
      String name = arguments.text("interpolation", "");
      return GoldenArguments.choice(
          Interpolation.class, "interpolation", name.substring(name.indexOf('.') + 1));
    }

    return switch (arguments.integer("interpolation")) {
      case 0 -> Interpolation.NEAREST;
      case 1 -> Interpolation.LANCZOS;
      case 2 -> Interpolation.BILINEAR;
      case 3 -> Interpolation.BICUBIC;
      case 4 -> Interpolation.BOX;
      case 5 -> Interpolation.HAMMING;
      default ->
          throw new IllegalArgumentException(
              "argument \"interpolation\" must be a name or one of Pillow's numbers, 0 to 5, it is "
                  + arguments.integer("interpolation"));
    };
  }

  Warp warp() {
    return new Warp(interpolation(Interpolation.NEAREST), fill());
  }

  Rotation rotation() {
    List<Double> center = arguments.numbers("center", List.of());
    return new Rotation(
        warp(),
        arguments.flag("expand", false) ? Canvas.EXPAND : Canvas.KEEP,
        center.isEmpty() ? null : new Point(center.get(0), center.get(1)));
  }
}
