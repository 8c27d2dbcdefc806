package org.convoy.data.transform.color;

import org.convoy.common.argument.Bounds;
import org.convoy.data.Image;
import org.convoy.data.codec.ColorMode;

/** torchvision's {@code adjust_hue}: through HSV in bytes, with Pillow's conversions. */
public final class Hue {
  private Hue() {}

  /**
   * Turns the colours; gray images stay as they are.
   *
   * @param factor share of the whole circle, -0.5…0.5
   */
  public static Image adjust(Image image, double factor) {
    Bounds.of(-0.5, 0.5).check("factor", factor);
    if (image.channels() == 1) {
      return image;
    }

    ColorMode.checkChannels(image.channels());
    byte[] adjusted = new byte[image.pixels().length];

    for (int i = 0; i < adjusted.length; i += ColorMode.RGB.channels()) {
      shift(image.pixels(), (int) (factor * 255), adjusted, i);
    }

    return new Image(image.height(), image.width(), image.channels(), adjusted);
  }

  private static void shift(byte[] pixels, int shift, byte[] adjusted, int i) {
    int red = pixels[i] & 0xff;
    int green = pixels[i + 1] & 0xff;
    int blue = pixels[i + 2] & 0xff;
    int value = Math.max(red, Math.max(green, blue));
    int chroma = value - Math.min(red, Math.min(green, blue));
    int saturation = chroma == 0 ? 0 : (int) (255.0 * ((float) chroma / value));
    int hue = chroma == 0 ? 0 : hue(red, green, blue, value, chroma);
    write((hue + shift) & 0xff, saturation, value, adjusted, i);
  }

  // Intermediate results are rounded to float32 where Pillow's are.
  private static int hue(int red, int green, int blue, int value, float chroma) {
    float redDistance = (value - red) / chroma;
    float greenDistance = (value - green) / chroma;
    float blueDistance = (value - blue) / chroma;
    float sixths;

    if (red == value) {
      sixths = blueDistance - greenDistance;
    } else if (green == value) {
      sixths = (float) (2.0 + redDistance - blueDistance);
    } else {
      sixths = (float) (4.0 + greenDistance - redDistance);
    }

    return (int) ((float) ((sixths / 6.0 + 1.0) % 1.0) * 255.0);
  }

  private static void write(int hue, int saturation, int value, byte[] pixels, int i) {
    double sixths = (float) hue * 6.0 / 255.0;
    int sector = (int) sixths;
    float fraction = (float) (sixths - sector);
    float share = (float) (saturation / 255.0);
    int low = round(value * (1.0 - share));
    int falling = round(value * (1.0 - share * fraction));
    int rising = round(value * (1.0 - share * (1.0 - fraction)));

    switch (sector % 6) {
      case 0 -> put(pixels, i, value, rising, low);
      case 1 -> put(pixels, i, falling, value, low);
      case 2 -> put(pixels, i, low, value, rising);
      case 3 -> put(pixels, i, low, falling, value);
      case 4 -> put(pixels, i, rising, low, value);
      default -> put(pixels, i, value, low, falling);
    }
  }

  private static int round(double level) {
    return (int) (level + 0.5);
  }

  private static void put(byte[] pixels, int i, int red, int green, int blue) {
    pixels[i] = (byte) red;
    pixels[i + 1] = (byte) green;
    pixels[i + 2] = (byte) blue;
  }
}
