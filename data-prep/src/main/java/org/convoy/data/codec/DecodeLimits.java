package org.convoy.data.codec;

/**
 * How large an image may claim to be. Checked against the header, before memory is taken.
 *
 * @param pixels greatest height × width, 1 to 715,827,882 (what one array of RGB bytes holds)
 */
public record DecodeLimits(long pixels) {
  private static final long MAX_PIXELS = Integer.MAX_VALUE / 3;

  /**
   * 89,478,485 pixels, above which Pillow warns of a decompression bomb. A JPEG of this size takes
   * 340 MiB of native memory while it is decoded (a progressive one up to 850 MiB) and 256 MiB of
   * heap.
   */
  public static final DecodeLimits DEFAULT = new DecodeLimits(89_478_485);

  public DecodeLimits {
    if (pixels < 1 || pixels > MAX_PIXELS) {
      throw new IllegalArgumentException(
          "pixels must be 1 to %d, not %d".formatted(MAX_PIXELS, pixels));
    }
  }

  /** Refuses a header that claims more. */
  void check(ImageHeader header) {
    if ((long) header.height() * header.width() > pixels) {
      throw new BadImageException(
          "the %s header claims %d x %d pixels, more than the limit of %d"
              .formatted(header.format(), header.height(), header.width(), pixels));
    }
  }
}
