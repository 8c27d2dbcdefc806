package org.convoy.data.transform;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.transform.color.Enhancement;
import org.convoy.data.transform.color.Grayscale;
import org.convoy.data.transform.color.Hue;
import org.convoy.data.transform.geometry.Box;
import org.convoy.data.transform.geometry.Canvas;
import org.convoy.data.transform.geometry.CenterCrop;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Interpolation;
import org.convoy.data.transform.geometry.Pad;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.PaddingMode;
import org.convoy.data.transform.geometry.Point;
import org.convoy.data.transform.geometry.RandomCrop;
import org.convoy.data.transform.geometry.RandomHorizontalFlip;
import org.convoy.data.transform.geometry.RandomResizedCrop;
import org.convoy.data.transform.geometry.RandomVerticalFlip;
import org.convoy.data.transform.geometry.Resize;
import org.convoy.data.transform.geometry.ResizeTarget;
import org.convoy.data.transform.geometry.Rotation;
import org.convoy.data.transform.geometry.SmallImages;
import org.convoy.data.transform.geometry.Warp;

/** The operations of the golden cases, on images of bytes. */
final class GoldenOps {
  private static final RandomSource RANDOM = RandomSource.of(0);

  private GoldenOps() {}

  /** The result; empty if there is no such operation. */
  static Optional<Image> apply(GoldenCase golden) {
    Image image = golden.image("input");

    return Optional.ofNullable(
        switch (golden.op()) {
          case "AdjustBrightness" -> Enhancement.brightness(image, golden.number("factor"));
          case "AdjustContrast" -> Enhancement.contrast(image, golden.number("factor"));
          case "AdjustHue" -> Hue.adjust(image, golden.number("factor"));
          case "AdjustSaturation" -> Enhancement.saturation(image, golden.number("factor"));
          case "AdjustSharpness" -> Enhancement.sharpness(image, golden.number("factor"));
          case "CenterCrop" -> new CenterCrop(size(golden)).apply(image, RANDOM);
          case "Crop" -> crop(golden, Padding.NONE);
          case "Grayscale" -> new Grayscale(golden.integer("channels")).apply(image, RANDOM);
          case "HorizontalFlip" -> new RandomHorizontalFlip(1).apply(image, RANDOM);
          case "Pad" -> pad(golden).apply(image, RANDOM);
          case "PadCrop" -> crop(golden, padding(golden));
          case "Resize" -> resize(golden).apply(image, RANDOM);
          case "ResizedCrop" -> resizedCrop(golden);
          case "Rotate" -> rotation(golden).apply(image, golden.number("degrees"));
          case "VerticalFlip" -> new RandomVerticalFlip(1).apply(image, RANDOM);
          default -> null;
        });
  }

  private static ImageSize size(GoldenCase golden) {
    List<Integer> size = golden.integers("size");
    return size.size() == 1
        ? ImageSize.square(size.get(0))
        : new ImageSize(size.get(0), size.get(1));
  }

  private static Box box(GoldenCase golden) {
    return new Box(
        golden.integer("top"),
        golden.integer("left"),
        golden.integer("height"),
        golden.integer("width"));
  }

  private static Image crop(GoldenCase golden, Padding padding) {
    Box box = box(golden);
    RandomCrop crop =
        new RandomCrop(
            new ImageSize(box.height(), box.width()),
            new Pad(padding, fill(golden), paddingMode(golden)),
            SmallImages.REFUSE);
    return crop.crop(golden.image("input"), box.top(), box.left());
  }

  private static Pad pad(GoldenCase golden) {
    return new Pad(padding(golden), fill(golden), paddingMode(golden));
  }

  private static Padding padding(GoldenCase golden) {
    List<Integer> sides = golden.integers("padding");

    return switch (sides.size()) {
      case 1 -> Padding.of(sides.get(0));
      case 2 -> Padding.of(sides.get(0), sides.get(1));
      default -> new Padding(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
    };
  }

  private static Fill fill(GoldenCase golden) {
    List<Integer> fill = golden.integers("fill");
    return fill.isEmpty() ? Fill.BLACK : new Fill(fill);
  }

  private static PaddingMode paddingMode(GoldenCase golden) {
    return PaddingMode.valueOf(golden.text("mode", "constant").toUpperCase(Locale.ROOT));
  }

  private static Interpolation interpolation(GoldenCase golden, String otherwise) {
    return Interpolation.valueOf(golden.text("interpolation", otherwise).toUpperCase(Locale.ROOT));
  }

  private static Resize resize(GoldenCase golden) {
    List<Integer> size = golden.integers("size");
    int maxSize = golden.args().path("max_size").asInt();
    ResizeTarget target =
        size.size() == 1
            ? new ResizeTarget.ShorterSide(size.get(0), maxSize)
            : new ResizeTarget.Exactly(size(golden));
    return new Resize(target, interpolation(golden, "bilinear"));
  }

  private static Image resizedCrop(GoldenCase golden) {
    RandomResizedCrop crop =
        new RandomResizedCrop(
            size(golden),
            RandomResizedCrop.DEFAULT_SCALE,
            RandomResizedCrop.DEFAULT_RATIO,
            interpolation(golden, "bilinear"));
    return crop.resizedCrop(golden.image("input"), box(golden));
  }

  private static Rotation rotation(GoldenCase golden) {
    List<Double> center = golden.numbers("center");

    return new Rotation(
        new Warp(interpolation(golden, "nearest"), fill(golden)),
        golden.args().path("expand").asBoolean() ? Canvas.EXPAND : Canvas.KEEP,
        center.isEmpty() ? null : new Point(center.get(0), center.get(1)));
  }
}
