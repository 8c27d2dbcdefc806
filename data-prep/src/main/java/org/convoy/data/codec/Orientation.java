package org.convoy.data.codec;

import java.util.Arrays;
import org.convoy.data.Image;

/** The eight values of EXIF's orientation tag, named by what puts the image upright. */
enum Orientation {
  NONE(1, false),
  FLIP_LEFT_RIGHT(2, false),
  ROTATE_180(3, false),
  FLIP_TOP_BOTTOM(4, false),
  TRANSPOSE(5, true),
  ROTATE_90_CLOCKWISE(6, true),
  TRANSVERSE(7, true),
  ROTATE_90_COUNTERCLOCKWISE(8, true);

  private final int tagValue;
  private final boolean swapsSides;

  Orientation(int tagValue, boolean swapsSides) {
    this.tagValue = tagValue;
    this.swapsSides = swapsSides;
  }

  /** The meaning of a tag's value; {@link #NONE} for values that EXIF does not define. */
  static Orientation ofTag(long value) {
    return Arrays.stream(values())
        .filter(orientation -> orientation.tagValue == value)
        .findFirst()
        .orElse(NONE);
  }

  boolean swapsSides() {
    return swapsSides;
  }

  /** The upright image. */
  Image apply(Image image) {
    int height = image.height();
    int width = image.width();
    int lastRow = (height - 1) * width;

    return switch (this) {
      case NONE -> image;
      case FLIP_LEFT_RIGHT -> walk(image, width - 1, width, -1);
      case ROTATE_180 -> walk(image, lastRow + width - 1, -width, -1);
      case FLIP_TOP_BOTTOM -> walk(image, lastRow, -width, 1);
      case TRANSPOSE -> walk(image, 0, 1, width);
      case ROTATE_90_CLOCKWISE -> walk(image, lastRow, 1, -width);
      case TRANSVERSE -> walk(image, lastRow + width - 1, -1, -width);
      case ROTATE_90_COUNTERCLOCKWISE -> walk(image, width - 1, -1, width);
    };
  }

  /** Strides are in pixels of the source, for one step down and one to the right in the result. */
  private Image walk(Image source, int start, int rowStride, int columnStride) {
    int height = swapsSides ? source.width() : source.height();
    int width = swapsSides ? source.height() : source.width();
    int channels = source.channels();
    byte[] from = source.pixels();
    byte[] to = new byte[from.length];
    int target = 0;

    for (int y = 0; y < height; y++) {
      int pixel = (start + y * rowStride) * channels;

      for (int x = 0; x < width; x++, pixel += columnStride * channels) {
        for (int c = 0; c < channels; c++) {
          to[target++] = from[pixel + c];
        }
      }
    }

    return new Image(height, width, channels, to);
  }
}
