package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.convoy.data.Image;

/**
 * Affine transforms with the arithmetic of Pillow's {@code Image.transform}.
 *
 * @param interpolation nearest or bilinear
 * @param fill the colour of what lies outside the image
 */
public record Warp(Interpolation interpolation, Fill fill) implements Serializable {
  /** Pillow's fixed point numbers have 16 fractional bits. */
  private static final int FRACTION = 16;

  public Warp {
    requireNonNull(fill, "fill is null");

    if (interpolation != Interpolation.NEAREST && interpolation != Interpolation.BILINEAR) {
      throw new IllegalArgumentException(
          "interpolation must be nearest or bilinear here, it is " + interpolation);
    }
  }

  /** The transformed image, as large as the given one. */
  public Image apply(Image image, AffineMatrix matrix) {
    return apply(image, matrix, new ImageSize(image.height(), image.width()));
  }

  Image apply(Image image, AffineMatrix matrix, ImageSize size) {
    if (interpolation == Interpolation.BILINEAR) {
      return bilinear(image, matrix, size);
    }

    return matrix.b() == 0 && matrix.d() == 0
        ? scale(image, matrix, size)
        : nearest(image, matrix, size);
  }

  private Image scale(Image image, AffineMatrix matrix, ImageSize size) {
    int[] rows = sources(matrix.e(), matrix.f(), size.height(), image.height());
    int[] columns = sources(matrix.a(), matrix.c(), size.width(), image.width());
    return new PixelMap(rows, columns).apply(image, fill);
  }

  // The position is accumulated, as Pillow does it: its rounding errors decide ties.
  private static int[] sources(double step, double offset, int length, int inputLength) {
    int[] sources = new int[length];
    double position = offset + step * 0.5;

    for (int i = 0; i < length; i++) {
      sources[i] = position < 0 || position >= inputLength ? PixelMap.FILL : (int) position;
      position += step;
    }

    return sources;
  }

  private Image nearest(Image image, AffineMatrix matrix, ImageSize size) {
    Image result = blank(image, size);
    long xStep = fixed(matrix.a());
    long yStep = fixed(matrix.d());
    long rowX = fixed(matrix.c() + matrix.a() * 0.5 + matrix.b() * 0.5);
    long rowY = fixed(matrix.f() + matrix.d() * 0.5 + matrix.e() * 0.5);

    for (int y = 0; y < size.height(); y++) {
      long fromX = rowX + y * fixed(matrix.b());
      long fromY = rowY + y * fixed(matrix.e());

      for (int x = 0; x < size.width(); x++) {
        copy(image, fromX >> FRACTION, fromY >> FRACTION, result, y * size.width() + x);
        fromX += xStep;
        fromY += yStep;
      }
    }

    return result;
  }

  private static long fixed(double number) {
    return (long) Math.floor(number * (1 << FRACTION) + 0.5);
  }

  private static void copy(Image image, long x, long y, Image result, int pixel) {
    if (x >= 0 && x < image.width() && y >= 0 && y < image.height()) {
      int channels = image.channels();
      int source = ((int) y * image.width() + (int) x) * channels;

      for (int channel = 0; channel < channels; channel++) {
        result.pixels()[pixel * channels + channel] = image.pixels()[source + channel];
      }
    }
  }

  private Image bilinear(Image image, AffineMatrix matrix, ImageSize size) {
    Image result = blank(image, size);

    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double fromX = matrix.x(x + 0.5, y + 0.5);
        double fromY = matrix.y(x + 0.5, y + 0.5);

        if (fromX >= 0 && fromX < image.width() && fromY >= 0 && fromY < image.height()) {
          blend(image, fromX - 0.5, fromY - 0.5, result, y * size.width() + x);
        }
      }
    }

    return result;
  }

  private static void blend(Image image, double x, double y, Image result, int pixel) {
    int channels = image.channels();
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    int above = Math.max(0, top) * image.width();
    int below = Math.min(image.height() - 1, top + 1) * image.width();
    int near = Math.max(0, left);
    int far = Math.min(image.width() - 1, left + 1);

    for (int channel = 0; channel < channels; channel++) {
      double upper = blend(image, above + near, above + far, channel, x - left);
      double lower = blend(image, below + near, below + far, channel, x - left);
      result.pixels()[pixel * channels + channel] = (byte) (upper + (lower - upper) * (y - top));
    }
  }

  private static double blend(Image image, int pixel, int next, int channel, double share) {
    int level = image.pixels()[pixel * image.channels() + channel] & 0xff;
    int nextLevel = image.pixels()[next * image.channels() + channel] & 0xff;
    return level + (nextLevel - level) * share;
  }

  private Image blank(Image image, ImageSize size) {
    byte[] pixels = fill.row(size.height() * size.width(), image.channels());
    return new Image(size.height(), size.width(), image.channels(), pixels);
  }

  /**
   * Where pixels of a result come from: the point (x, y) of the result shows the point {@code (a x
   * + b y + c, d x + e y + f)} of the image. Points are continuous: the first pixel reaches from 0
   * to 1.
   *
   * @param a share of x in the image's x
   * @param b share of y in the image's x
   * @param c offset of the image's x, in pixels
   * @param d share of x in the image's y
   * @param e share of y in the image's y
   * @param f offset of the image's y, in pixels
   */
  public record AffineMatrix(double a, double b, double c, double d, double e, double f) {
    /** The image leans: each row is shifted by {@code factor} times its y. */
    public static AffineMatrix shearX(double factor) {
      return new AffineMatrix(1, factor, 0, 0, 1, 0);
    }

    /** The image leans: each column is shifted by {@code factor} times its x. */
    public static AffineMatrix shearY(double factor) {
      return new AffineMatrix(1, 0, 0, factor, 1, 0);
    }

    /** The image moves right and down by so many pixels. */
    public static AffineMatrix translation(double right, double down) {
      return new AffineMatrix(1, 0, -right, 0, 1, -down);
    }

    /** The image turns around the origin; cosine and sine are of the angle, counter-clockwise. */
    static AffineMatrix rotation(double cosine, double sine) {
      return new AffineMatrix(cosine, -sine, 0, sine, cosine, 0);
    }

    double x(double x, double y) {
      return a * x + b * y + c;
    }

    double y(double x, double y) {
      return d * x + e * y + f;
    }

    /** The result moves by so much before this is applied. */
    AffineMatrix after(double right, double down) {
      return new AffineMatrix(a, b, x(right, down), d, e, y(right, down));
    }

    /** The image moves by so much after this was applied. */
    AffineMatrix before(double right, double down) {
      return new AffineMatrix(a, b, c + right, d, e, f + down);
    }
  }
}
