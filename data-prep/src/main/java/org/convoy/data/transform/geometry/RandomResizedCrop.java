package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.Range;

/**
 * torchvision's {@code RandomResizedCrop}: a part of random area and aspect ratio, at a random
 * place, is resized (Szegedy et al.: Going Deeper with Convolutions, 2015).
 *
 * @param size of the result
 * @param scale of the part's area, as a share of the image's
 * @param ratio of the part's width to its height
 * @param interpolation the filter
 */
public record RandomResizedCrop(
    ImageSize size, Range scale, Range ratio, Interpolation interpolation)
    implements ResizingTransform {
  public static final Range DEFAULT_SCALE = new Range(0.08, 1);
  public static final Range DEFAULT_RATIO = new Range(3.0 / 4, 4.0 / 3);
  private static final int ATTEMPTS = 10;

  public RandomResizedCrop {
    requireNonNull(size, "size is null");
    requireNonNull(interpolation, "interpolation is null");
    scale.checkPositive("scale");
    ratio.checkPositive("ratio");
  }

  /** With torchvision's defaults: 8 % to all of the area, aspect ratios of 3:4 to 4:3, bilinear. */
  public static RandomResizedCrop of(ImageSize size) {
    return new RandomResizedCrop(size, DEFAULT_SCALE, DEFAULT_RATIO, Interpolation.BILINEAR);
  }

  @Override
  public Image applyTo(PixelRows image, RandomSource random) {
    return resizedCrop(image, draw(image.height(), image.width(), random));
  }

  @Override
  public ImageView view(int height, int width, RandomSource random) {
    return ImageView.resized(draw(height, width, random), size);
  }

  @Override
  public ImageSize leastSize() {
    return size;
  }

  /** The part, resized to the size of the result. */
  public Image resizedCrop(PixelRows image, Box box) {
    return Resampling.resize(image, box, size, interpolation);
  }

  // Draws depend on the size by proportion only: on an image at half the size, a source in the same
  // state gives half the box, up to rounding; in under 1 % of all cases, a box
  // fits only one of them by that rounding.
  Box draw(int height, int width, RandomSource random) {
    double area = (double) height * width;

    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      double targetArea = area * scale.draw(random);
      double aspectRatio = ratio.drawLogarithmic(random);
      int boxWidth = (int) Math.rint(Math.sqrt(targetArea * aspectRatio));
      int boxHeight = (int) Math.rint(Math.sqrt(targetArea / aspectRatio));

      if (boxWidth > 0 && boxWidth <= width && boxHeight > 0 && boxHeight <= height) {
        int top = random.nextInt(height - boxHeight + 1);
        int left = random.nextInt(width - boxWidth + 1);
        return new Box(top, left, boxHeight, boxWidth);
      }
    }

    return central(height, width);
  }

  /** The largest part in the middle that is no longer than the ratio allows. */
  private Box central(int height, int width) {
    double imageRatio = (double) width / height;
    int boxHeight =
        imageRatio < ratio.low() ? Math.max(1, (int) Math.rint(width / ratio.low())) : height;
    int boxWidth =
        imageRatio > ratio.high() ? Math.max(1, (int) Math.rint(height * ratio.high())) : width;
    return new Box((height - boxHeight) / 2, (width - boxWidth) / 2, boxHeight, boxWidth);
  }

  @Override
  public int decodeDenominator(int height, int width, RandomSource random) {
    return draw(height, width, random.copy()).denominator(size);
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    return input.withSize(size.height(), size.width());
  }

  @Override
  public String toString() {
    return "RandomResizedCrop(size=%s, scale=%s, ratio=%s, interpolation=%s)"
        .formatted(size, scale, ratio, interpolation);
  }
}
