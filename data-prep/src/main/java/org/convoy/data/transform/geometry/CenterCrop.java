package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code CenterCrop}: the middle of the image, with black around it where the image
 * is smaller.
 *
 * @param size of the result
 */
public record CenterCrop(ImageSize size) implements ViewTransform {
  public CenterCrop {
    requireNonNull(size, "size is null");
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return applyTo(image, random);
  }

  @Override
  public boolean takesRows() {
    return true;
  }

  @Override
  public Image applyTo(PixelRows image, RandomSource random) {
    if (image.height() == size.height() && image.width() == size.width()) {
      return image.toImage();
    }

    int[] rows = sources(image.height(), size.height());
    int[] columns = sources(image.width(), size.width());
    return new PixelMap(rows, columns).apply(image, Fill.BLACK);
  }

  @Override
  public Optional<ImageSize> leastSize(ImageSize least) {
    return Optional.of(size).filter(least::covers);
  }

  @Override
  public ImageView view(ImageView image, RandomSource random) {
    int top = offset(image.height(), size.height());
    int left = offset(image.width(), size.width());
    return image.crop(top, left, size);
  }

  // Half pixels: padding is rounded down, the offset of a crop to even, as torchvision does it.
  private static int[] sources(int available, int wanted) {
    int before = wanted > available ? (wanted - available) / 2 : -offset(available, wanted);
    return PaddingMode.CONSTANT.sources(available, before, wanted - available - before);
  }

  private static int offset(int available, int wanted) {
    return (int) Math.rint((available - wanted) / 2.0);
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    return input.withSize(size.height(), size.width());
  }

  @Override
  public String toString() {
    return "CenterCrop(size=" + size + ")";
  }
}
