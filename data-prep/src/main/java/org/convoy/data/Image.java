package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * A decoded image: unsigned bytes, row by row, the channels of a pixel side by side (HWC).
 *
 * <p>The array is not copied; neither the giver nor the taker may write to it afterwards.
 *
 * @param height rows, at least 1
 * @param width pixels in a row, at least 1
 * @param channels 1 (gray) or 3 (red, green, blue) in practice, at least 1
 * @param pixels {@code height * width * channels} bytes, 0…255 as unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
public record Image(int height, int width, int channels, byte[] pixels)
    implements StoredImage, PixelRows {
  public Image {
    requireNonNull(pixels, "pixels is null");
    ImageShape shape = new ImageShape(height, width, channels);

    if (pixels.length != shape.elements()) {
      throw new IllegalArgumentException(
          "an image of %s needs %d bytes, not %d"
              .formatted(shape, shape.elements(), pixels.length));
    }
  }

  public ImageShape shape() {
    return new ImageShape(height, width, channels);
  }

  @Override
  public int bytes() {
    return pixels.length;
  }

  @Override
  public void pack(int row, int column, int count, long[] packed) {
    PixelRows.pack(pixels, (row * width + column) * channels, channels, count, packed);
  }

  @Override
  public void read(int row, int column, int count, byte[] target, int at) {
    System.arraycopy(pixels, (row * width + column) * channels, target, at, count * channels);
  }

  @Override
  public Image toImage() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image image
        && height == image.height
        && width == image.width
        && channels == image.channels
        && Arrays.equals(pixels, image.pixels);
  }

  @Override
  public int hashCode() {
    return 31 * shape().hashCode() + Arrays.hashCode(pixels);
  }

  @Override
  public String toString() {
    return "Image(" + shape() + ")";
  }
}
