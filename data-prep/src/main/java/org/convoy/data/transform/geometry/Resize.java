package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code Resize} with antialias, as Pillow does it.
 *
 * @param target what becomes of an image's size
 * @param interpolation the filter
 */
public record Resize(ResizeTarget target, Interpolation interpolation)
    implements ResizingTransform {
  public Resize {
    requireNonNull(target, "target is null");
    requireNonNull(interpolation, "interpolation is null");
  }

  /** To this height and width. */
  public static Resize to(ImageSize size) {
    return new Resize(new ResizeTarget.Exactly(size), Interpolation.BILINEAR);
  }

  /** The shorter side to this length; the aspect ratio stays. */
  public static Resize shorterSide(int length) {
    return new Resize(ResizeTarget.ShorterSide.of(length), Interpolation.BILINEAR);
  }

  @Override
  public Image applyTo(PixelRows image, RandomSource random) {
    ImageSize size = target.of(image.height(), image.width());
    return Resampling.resize(image, Box.whole(image), size, interpolation);
  }

  @Override
  public ImageView view(int height, int width, RandomSource random) {
    return ImageView.resized(new Box(0, 0, height, width), target.of(height, width));
  }

  @Override
  public ImageSize leastSize() {
    return target.least();
  }

  @Override
  public int decodeDenominator(int height, int width, RandomSource random) {
    return new Box(0, 0, height, width).denominator(target.of(height, width));
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    if (target instanceof ResizeTarget.Exactly exactly) {
      return input.withSize(exactly.size().height(), exactly.size().width());
    }

    if (!input.hasSize()) {
      return input.withUnknownSize();
    }

    ImageSize size = target.of(input.height().getAsInt(), input.width().getAsInt());
    return input.withSize(size.height(), size.width());
  }

  @Override
  public String toString() {
    return "Resize(size=%s, interpolation=%s)".formatted(target, interpolation);
  }
}
