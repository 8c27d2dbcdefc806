package org.convoy.data.codec;

import java.util.Arrays;
import org.convoy.data.Image;

/**
 * Header of a binary PGM (P5) or PPM (P6) file with 8-bit samples; its pixels follow as they are.
 *
 * @param channels 1 for P5, 3 for P6
 * @param pixelStart index of the first pixel byte in the file
 */
record PnmHeader(int height, int width, int channels, int pixelStart) {
  private static final int MAX_VALUE = 255;

  static boolean isPnm(byte[] file) {
    return file.length > 2
        && file[0] == 'P'
        && (file[1] == '5' || file[1] == '6')
        && (isSpace(file[2]) || file[2] == '#');
  }

  static PnmHeader read(byte[] file) {
    Scanner scanner = new Scanner(file);
    int width = scanner.number("width");
    int height = scanner.number("height");
    int maxValue = scanner.number("maxval");

    if (maxValue != MAX_VALUE) {
      throw new BadImageException("a PNM maxval of %d, not 255".formatted(maxValue));
    }

    return new PnmHeader(
        height, width, file[1] == '5' ? 1 : ColorMode.RGB.channels(), scanner.pixelStart());
  }

  static Image decode(byte[] file, ColorMode mode, DecodeLimits limits) {
    PnmHeader header = read(file);
    limits.check(header.imageHeader());
    header.checkLength(file.length);

    byte[] pixels = Arrays.copyOfRange(file, header.pixelStart, file.length);
    Image image = new Image(header.height, header.width, header.channels, pixels);
    return ColorConversion.convert(image, mode);
  }

  ImageHeader imageHeader() {
    return new ImageHeader(ImageFormat.PNM, height, width);
  }

  private void checkLength(int fileLength) {
    long expected = (long) height * width * channels;
    int found = fileLength - pixelStart;

    if (found != expected) {
      throw new BadImageException(
          "%s PNM: %d bytes of pixels, not %d"
              .formatted(found < expected ? "truncated" : "overlong", found, expected));
    }
  }

  private static boolean isSpace(byte value) {
    return value == ' ' || (value >= '\t' && value <= '\r');
  }

  /** Reads numbers between white space and comments. */
  private static final class Scanner {
    private final byte[] file;
    private int position = 2;

    Scanner(byte[] file) {
      this.file = file;
    }

    int number(String name) {
      skipSpace();
      int start = position;
      long value = 0;

      while (peek() >= '0' && peek() <= '9' && value <= Integer.MAX_VALUE) {
        value = value * 10 + file[position++] - '0';
      }

      if (position == start || value < 1 || value > Integer.MAX_VALUE) {
        throw new BadImageException("corrupt PNM: its %s is no positive number".formatted(name));
      }

      return (int) value;
    }

    /** One white space byte ends the header. */
    int pixelStart() {
      if (position >= file.length || !isSpace(file[position])) {
        throw new BadImageException("corrupt PNM: no white space after maxval");
      }

      return position + 1;
    }

    private void skipSpace() {
      while (position < file.length && (isSpace(file[position]) || file[position] == '#')) {
        if (file[position] == '#') {
          skipComment();
        } else {
          position++;
        }
      }
    }

    private void skipComment() {
      while (position < file.length && file[position] != '\n' && file[position] != '\r') {
        position++;
      }
    }

    private int peek() {
      return position < file.length ? file[position] : -1;
    }
  }
}
