package org.convoy.data.transform.geometry;

/**
 * Where pixels of a result come from: the point (x, y) of the result shows the point {@code (a x +
 * b y + c, d x + e y + f)} of the image. Points are continuous: the first pixel reaches from 0 to
 * 1.
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
