package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.data.PixelRows;

/**
 * Sums over the pixels of images as whole numbers, so they do not depend on the order in which
 * images are added. Gray images (one channel, or three equal ones) are kept apart from color
 * images: if all are gray there is one channel, otherwise gray counts in each of the three.
 *
 * @param gray over the gray images
 * @param color over the other images, empty or red, green, blue
 */
public record ChannelSums(Moments gray, List<Moments> color) {
  private static final int COLORS = 3;
  private static final int MAXIMUM = 255;

  /** Of no image. */
  static final ChannelSums EMPTY = new ChannelSums(Moments.ZERO, List.of());

  public ChannelSums {
    requireNonNull(gray, "gray is null");
    color = List.copyOf(color);
  }

  /**
   * Of one channel.
   *
   * @param count pixels
   * @param sum of the values, 0…255 each
   * @param squares sum of the squared values
   */
  public record Moments(long count, long sum, long squares) {
    static final Moments ZERO = new Moments(0, 0, 0);

    private Moments plus(Moments other) {
      return new Moments(
          Math.addExact(count, other.count),
          Math.addExact(sum, other.sum),
          Math.addExact(squares, other.squares));
    }

    private double mean() {
      return (double) sum / count / MAXIMUM;
    }

    /** Of the population: the root of E[x²] − E[x]², without a rounding before the root. */
    private double standardDeviation() {
      BigInteger total = BigInteger.valueOf(sum);
      BigInteger scaled =
          BigInteger.valueOf(count)
              .multiply(BigInteger.valueOf(squares))
              .subtract(total.multiply(total));
      double deviation = new BigDecimal(scaled).sqrt(MathContext.DECIMAL64).doubleValue();
      return deviation / count / MAXIMUM;
    }
  }

  /**
   * Of one image.
   *
   * @param image read row by row
   * @throws IllegalArgumentException unless it has 1 or 3 channels
   */
  static ChannelSums of(PixelRows image) {
    if (image.channels() != 1 && image.channels() != COLORS) {
      throw new IllegalArgumentException(
          "images have 1 or 3 channels, not " + image.channels() + ": convert it first");
    }

    return new Counter(image.channels()).count(image);
  }

  /** Adds up the values of one image, and notices whether it has color. */
  private static final class Counter {
    private final long[] sums;
    private final long[] squares;
    private boolean gray = true;

    Counter(int channels) {
      this.sums = new long[channels];
      this.squares = new long[channels];
    }

    ChannelSums count(PixelRows image) {
      byte[] row = new byte[image.width() * image.channels()];

      for (int y = 0; y < image.height(); y++) {
        image.read(y, 0, image.width(), row, 0);
        gray = gray && isGray(row);

        for (int channel = 0; channel < sums.length; channel++) {
          add(row, channel);
        }
      }

      long pixels = (long) image.height() * image.width();
      List<Moments> moments =
          IntStream.range(0, sums.length)
              .mapToObj(channel -> new Moments(pixels, sums[channel], squares[channel]))
              .toList();
      return gray
          ? new ChannelSums(moments.get(0), List.of())
          : new ChannelSums(Moments.ZERO, moments);
    }

    private boolean isGray(byte[] row) {
      for (int i = 0; sums.length > 1 && i < row.length; i += COLORS) {
        if (row[i] != row[i + 1] || row[i] != row[i + 2]) {
          return false;
        }
      }

      return true;
    }

    private void add(byte[] row, int channel) {
      long sum = 0;
      long square = 0;

      for (int i = channel; i < row.length; i += sums.length) {
        int value = Byte.toUnsignedInt(row[i]);
        sum += value;
        square += (long) value * value;
      }

      sums[channel] += sum;
      squares[channel] += square;
    }
  }

  ChannelSums plus(ChannelSums other) {
    return new ChannelSums(gray.plus(other.gray), plus(color, other.color));
  }

  private static List<Moments> plus(List<Moments> some, List<Moments> more) {
    if (some.isEmpty() || more.isEmpty()) {
      return some.isEmpty() ? more : some;
    }

    return IntStream.range(0, COLORS)
        .mapToObj(channel -> some.get(channel).plus(more.get(channel)))
        .toList();
  }

  /** Mean of each channel, 0…1; empty if there were no images. */
  public List<Double> mean() {
    return channels().stream().map(Moments::mean).toList();
  }

  /** Standard deviation of each channel (of the population, not of a sample), 0…1. */
  public List<Double> standardDeviation() {
    return channels().stream().map(Moments::standardDeviation).toList();
  }

  private List<Moments> channels() {
    if (color.isEmpty()) {
      return gray.count() == 0 ? List.of() : List.of(gray);
    }

    return color.stream().map(gray::plus).toList();
  }
}
