package org.convoy.data.prepare;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.convoy.data.Image;

final class PnmEncoder {
  private PnmEncoder() {}

  static byte[] encode(Image image) {
    byte[] header =
        "P%d\n%d %d\n255\n"
            .formatted(image.channels() == 1 ? 5 : 6, image.width(), image.height())
            .getBytes(US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + image.pixels().length);
    System.arraycopy(image.pixels(), 0, file, header.length, image.pixels().length);
    return file;
  }
}
