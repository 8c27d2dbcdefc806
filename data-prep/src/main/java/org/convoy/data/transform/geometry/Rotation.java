package org.convoy.data.transform.geometry;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import org.convoy.data.Image;
import org.convoy.data.transform.geometry.Warp.AffineMatrix;

/**
 * torchvision's {@code rotate}, with the arithmetic of Pillow's.
 *
 * @param warp interpolation, and the colour of what lies outside the image
 * @param canvas how large the result is
 * @param center around which the image turns; its middle if null
 */
public record Rotation(Warp warp, Canvas canvas, Point center) implements Serializable {
  private static final int DECIMALS = 15;

  public Rotation {
    requireNonNull(warp, "warp is null");
    requireNonNull(canvas, "canvas is null");
  }

  /** Around the middle, at the same size. */
  public static Rotation of(Warp warp) {
    return new Rotation(warp, Canvas.KEEP, null);
  }

  /** The image rotated counter-clockwise. */
  public Image apply(Image image, double degrees) {
    double angle = degrees % 360 < 0 ? degrees % 360 + 360 : degrees % 360;
    return isExact(image, angle) ? turn(image, (int) angle) : rotate(image, angle);
  }

  /** Whether no pixel has to be interpolated, nor be cut off. */
  private boolean isExact(Image image, double angle) {
    boolean upright = angle == 0 || angle == 180;
    boolean lying = angle == 90 || angle == 270;
    boolean fits = canvas == Canvas.EXPAND || image.height() == image.width();
    return center == null && (upright || (lying && fits));
  }

  private static Image turn(Image image, int angle) {
    return switch (angle) {
      case 90 -> QuarterTurn.apply(image);
      case 180 -> QuarterTurn.apply(QuarterTurn.apply(image));
      case 270 -> QuarterTurn.apply(QuarterTurn.apply(QuarterTurn.apply(image)));
      default -> image;
    };
  }

  private Image rotate(Image image, double angle) {
    int height = image.height();
    int width = image.width();
    Point around = center == null ? new Point(width / 2.0, height / 2.0) : center;
    AffineMatrix matrix =
        matrix(angle).after(-around.x(), -around.y()).before(around.x(), around.y());

    if (canvas == Canvas.KEEP) {
      return warp.apply(image, matrix);
    }

    int newWidth =
        extent(matrix.x(0, 0), matrix.x(width, 0), matrix.x(0, height), matrix.x(width, height));
    int newHeight =
        extent(matrix.y(0, 0), matrix.y(width, 0), matrix.y(0, height), matrix.y(width, height));
    AffineMatrix moved = matrix.after(-(newWidth - width) / 2.0, -(newHeight - height) / 2.0);
    return warp.apply(image, moved, new ImageSize(newHeight, newWidth));
  }

  private static AffineMatrix matrix(double angle) {
    double radians = StrictMath.toRadians(angle);
    return AffineMatrix.rotation(round(StrictMath.cos(radians)), round(StrictMath.sin(radians)));
  }

  // So that multiples of 90 degrees give whole numbers.
  private static double round(double number) {
    return new BigDecimal(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }

  private static int extent(double... positions) {
    double least = Arrays.stream(positions).min().getAsDouble();
    double greatest = Arrays.stream(positions).max().getAsDouble();
    return (int) (Math.ceil(greatest) - Math.floor(least));
  }

  /** A rotation by 90 degrees counter-clockwise. */
  static final class QuarterTurn {
    private QuarterTurn() {}

    static Image apply(Image image) {
      byte[] turned = new byte[image.pixels().length];
      int channels = image.channels();
      int target = 0;

      for (int x = image.width() - 1; x >= 0; x--) {
        for (int y = 0; y < image.height(); y++) {
          System.arraycopy(
              image.pixels(), (y * image.width() + x) * channels, turned, target, channels);
          target += channels;
        }
      }

      return new Image(/* height= */ image.width(), /* width= */ image.height(), channels, turned);
    }
  }

  /** How large the result of a rotation is: torchvision's {@code expand}. */
  public enum Canvas {
    /** As large as the image; its corners may be cut off. */
    KEEP,

    /** As large as the whole rotated image needs. */
    EXPAND
  }

  /**
   * A place in an image, in pixels from its upper left corner.
   *
   * @param x to the right
   * @param y down
   */
  public record Point(double x, double y) implements Serializable {
    public Point {
      if (!Double.isFinite(x + y)) {
        throw new IllegalArgumentException("a point needs two numbers, not %s, %s".formatted(x, y));
      }
    }

    /** {@code (x, y)}. */
    @Override
    public String toString() {
      return "(%s, %s)".formatted(x, y);
    }
  }
}
