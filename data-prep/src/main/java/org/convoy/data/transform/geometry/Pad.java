package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;
import org.convoy.data.Image;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.PartialShape;
import org.convoy.data.transform.RandomSource;

/**
 * torchvision's {@code Pad}.
 *
 * @param padding pixels to add at each side
 * @param fill their colour in mode {@code constant}
 * @param paddingMode where they come from
 */
public record Pad(Padding padding, Fill fill, PaddingMode paddingMode) implements ImageTransform {
  public Pad {
    requireNonNull(padding, "padding is null");
    requireNonNull(fill, "fill is null");
    requireNonNull(paddingMode, "paddingMode is null");
  }

  @Override
  public Image apply(Image image, RandomSource random) {
    return map(image.height(), image.width()).apply(image, fill);
  }

  PixelMap map(int height, int width) {
    checkRemains("height", height, padding.top(), padding.bottom());
    checkRemains("width", width, padding.left(), padding.right());
    return new PixelMap(
        paddingMode.sources(height, padding.top(), padding.bottom()),
        paddingMode.sources(width, padding.left(), padding.right()));
  }

  @Override
  public PartialShape outputShape(PartialShape input) {
    input.channels().ifPresent(fill::checkChannels);
    return new PartialShape(
        padded("height", input.height(), padding.top(), padding.bottom()),
        padded("width", input.width(), padding.left(), padding.right()),
        input.channels());
  }

  private OptionalInt padded(String side, OptionalInt size, int before, int after) {
    size.ifPresent(known -> checkRemains(side, known, before, after));
    return size.isPresent() ? OptionalInt.of(size.getAsInt() + before + after) : size;
  }

  private void checkRemains(String side, int size, int before, int after) {
    if (size + Math.min(0, before) + Math.min(0, after) < 1) {
      throw new IllegalArgumentException(
          "%s leaves nothing of images of %s %d: remove fewer pixels".formatted(this, side, size));
    }
  }

  @Override
  public String toString() {
    return "Pad(padding=%s, fill=%s, padding_mode=%s)".formatted(padding, fill, paddingMode);
  }
}
