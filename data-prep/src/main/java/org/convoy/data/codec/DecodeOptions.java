package org.convoy.data.codec;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.convoy.data.codec.ImageFormat.ImageHeader;

/**
 * What a decoder takes, and how.
 *
 * @param maxPixels greatest height × width, 1 to 715,827,882 (what one array of RGB bytes holds);
 *     checked against the header, before memory is taken
 * @param deepGray what becomes of gray samples of more than 8 bits
 */
public record DecodeOptions(long maxPixels, DeepGray deepGray) implements Serializable {
  /** What one array of RGB bytes holds. */
  public static final long GREATEST_MAX_PIXELS = Integer.MAX_VALUE / 3;

  /**
   * 178,956,970 pixels, above which Pillow refuses an image as a decompression bomb, and gray as
   * Pillow has it. A JPEG of this size takes 680 MiB of native memory while it is decoded (a
   * progressive one up to 1.7 GiB).
   */
  public static final DecodeOptions DEFAULT = new DecodeOptions(178_956_970, DeepGray.CLIP);

  public DecodeOptions {
    if (maxPixels < 1 || maxPixels > GREATEST_MAX_PIXELS) {
      throw new IllegalArgumentException(
          "maxPixels must be 1 to %d, not %d".formatted(GREATEST_MAX_PIXELS, maxPixels));
    }

    requireNonNull(deepGray, "deepGray is null");
  }

  /** Refuses a header that claims more. */
  void check(ImageHeader header) {
    if ((long) header.height() * header.width() > maxPixels) {
      throw new BadImageException(
          "the %s header claims %d x %d pixels, more than data.maxPixels = %d"
              .formatted(header.format(), header.height(), header.width(), maxPixels));
    }
  }

  /** What becomes of gray samples of more than 8 bits. */
  public enum DeepGray {
    /** Levels above 255 become 255, as Pillow's {@code convert} has it. */
    CLIP,
    /** The upper 8 bits are taken. */
    SCALE;

    /**
     * One sample as a level.
     *
     * @param sample 0…65535
     * @return 0…255
     */
    int level(int sample) {
      return this == SCALE ? sample >>> Byte.SIZE : Math.min(sample, 255);
    }
  }
}
