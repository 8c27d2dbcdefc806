package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import org.convoy.data.Image;

/** Writes images as binary PGM (1 channel) or PPM (3 channels), which decode without work. */
public final class PnmEncoder {
  private PnmEncoder() {}

  /**
   * The file of one image: a header of some 15 bytes, then its pixels as they are.
   *
   * @throws IllegalArgumentException if the image has neither 1 nor 3 channels
   */
  public static byte[] encode(Image image) {
    if (image.channels() != 1 && image.channels() != ColorMode.RGB.channels()) {
      throw new IllegalArgumentException(
          "PNM holds images of 1 or 3 channels, not " + image.channels());
    }

    byte[] header =
        String.format(
                Locale.ROOT,
                "P%d\n%d %d\n255\n",
                image.channels() == 1 ? 5 : 6,
                image.width(),
                image.height())
            .getBytes(US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + image.pixels().length);
    System.arraycopy(image.pixels(), 0, file, header.length, image.pixels().length);
    return file;
  }
}
