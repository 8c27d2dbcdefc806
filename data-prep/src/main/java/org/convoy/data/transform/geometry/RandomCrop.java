package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code RandomCrop}: pads, then takes a part at a random place.
 *
 * @param size of the result
 * @param pad applied first, and how small images are padded
 * @param smallImages what happens to images that are, padded, smaller than the crop
 */
public record RandomCrop(ImageSize size, Pad pad, SmallImages smallImages)
    implements ViewTransform {
  public RandomCrop {
    requireNonNull(size, "size is null");
    requireNonNull(pad, "pad is null");
    requireNonNull(smallImages, "smallImages is null");
  }

  /** Pads with black; refuses small images. */
  public static RandomCrop of(ImageSize size, Padding padding) {
    return new RandomCrop(
        size, new Pad(padding, Fill.BLACK, PaddingMode.CONSTANT), SmallImages.REFUSE);
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return applyTo(image, random);
  }

  /** A mirrored border shows rows once more that came before. */
  @Override
  public boolean takesRows() {
    return pad.paddingMode() == PaddingMode.CONSTANT || pad.paddingMode() == PaddingMode.EDGE;
  }

  @Override
  public Image applyTo(PixelRows image, RandomSource random) {
    PixelMap padded = padded(image.height(), image.width());
    int height = padded.rows().length;
    int width = padded.columns().length;

    if (height == size.height() && width == size.width()) {
      return crop(image, padded, 0, 0);
    }

    int top = random.nextInt(height - size.height() + 1);
    int left = random.nextInt(width - size.width() + 1);
    return crop(image, padded, top, left);
  }

  @Override
  public Optional<ImageSize> leastSize(ImageSize least) {
    return pad.padding().equals(Padding.NONE)
        ? Optional.of(size).filter(least::covers)
        : Optional.empty();
  }

  @Override
  public ImageView view(ImageView image, RandomSource random) {
    if (image.height() == size.height() && image.width() == size.width()) {
      return image;
    }

    int top = random.nextInt(image.height() - size.height() + 1);
    int left = random.nextInt(image.width() - size.width() + 1);
    return image.crop(top, left, size);
  }

  /** The part of the padded image that begins in this row and column. */
  public Image crop(Image image, int top, int left) {
    return crop(image, padded(image.height(), image.width()), top, left);
  }

  private Image crop(PixelRows image, PixelMap padded, int top, int left) {
    PixelMap part = padded.crop(new Box(top, left, size.height(), size.width()));
    return part.apply(part.descends() ? image : image.toImage(), pad.fill());
  }

  private PixelMap padded(int height, int width) {
    PixelMap padded = pad.map(height, width);
    int[] rows = enlarge(padded.rows(), size.height());
    int[] columns = enlarge(padded.columns(), size.width());

    if (rows.length < size.height() || columns.length < size.width()) {
      throw new IllegalArgumentException(
          "%s does not fit into images of %d x %d: make the crop smaller, add padding, or pad if needed"
              .formatted(this, height, width));
    }

    return new PixelMap(rows, columns);
  }

  private int[] enlarge(int[] sources, int wanted) {
    int missing = wanted - sources.length;

    return missing > 0 && smallImages == SmallImages.PAD
        ? PixelMap.compose(sources, pad.paddingMode().sources(sources.length, missing, missing))
        : sources;
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(pad.fill()::checkChannels);

    if (input.hasSize()) {
      padded(input.height().getAsInt(), input.width().getAsInt());
    }

    return input.withSize(size.height(), size.width());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("RandomCrop(size=").append(size);

    if (!pad.padding().equals(Padding.NONE)) {
      text.append(", padding=").append(pad.padding());
    }

    if (smallImages == SmallImages.PAD) {
      text.append(", pad_if_needed=True");
    }

    if (!pad.fill().equals(Fill.BLACK)) {
      text.append(", fill=").append(pad.fill());
    }

    if (pad.paddingMode() != PaddingMode.CONSTANT) {
      text.append(", padding_mode=").append(pad.paddingMode());
    }

    return text.append(')').toString();
  }

  /**
   * What a crop does with images that are smaller than itself: torchvision's {@code pad_if_needed}.
   */
  public enum SmallImages {
    /** They are an error. */
    REFUSE,

    /** They are padded by what is missing, on both sides. */
    PAD
  }
}
