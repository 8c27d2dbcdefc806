package org.convoy.data.transform.geometry;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.convoy.data.Image;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.geometry.ResamplingWeights.ResamplingFilter;

/**
 * Resizes a part of an image with the arithmetic of Pillow's {@code resize}: first along rows, then
 * along columns, rounded to whole levels in between. The part is an image of its own: what lies
 * around it has no influence.
 */
final class Resampling {
  private Resampling() {}

  static Image resize(PixelRows image, Box box, ImageSize size, Interpolation interpolation) {
    if (box.height() == size.height() && box.width() == size.width()) {
      return crop(image, box);
    }

    return switch (interpolation) {
      case NEAREST -> nearest(image, box, size);
      case BILINEAR -> resize(image, box, size, ResamplingFilter.TRIANGLE);
      case BICUBIC -> resize(image, box, size, ResamplingFilter.CUBIC);
      case BOX -> resize(image, box, size, ResamplingFilter.BOX);
      case HAMMING -> resize(image, box, size, ResamplingFilter.HAMMING);
      case LANCZOS -> resize(image, box, size, ResamplingFilter.LANCZOS);
    };
  }

  private static Image crop(PixelRows image, Box box) {
    if (box.equals(Box.whole(image))) {
      return image.toImage();
    }

    int[] rows = range(box.top(), box.height());
    int[] columns = range(box.left(), box.width());
    return new PixelMap(rows, columns).apply(image, Fill.BLACK);
  }

  private static int[] range(int from, int length) {
    return IntStream.range(from, from + length).toArray();
  }

  private static Image nearest(PixelRows image, Box box, ImageSize size) {
    int[] rows = nearest(box.top(), box.height(), size.height());
    int[] columns = nearest(box.left(), box.width(), size.width());
    return new PixelMap(rows, columns).apply(image, Fill.BLACK);
  }

  // The position is accumulated, as Pillow does it: its rounding errors decide ties.
  private static int[] nearest(int offset, int inputSize, int outputSize) {
    int[] sources = new int[outputSize];
    double scale = (double) inputSize / outputSize;
    double position = scale * 0.5;

    for (int i = 0; i < outputSize; i++) {
      sources[i] = offset + Math.min(inputSize - 1, (int) position);
      position += scale;
    }

    return sources;
  }

  private static Image resize(PixelRows image, Box box, ImageSize size, ResamplingFilter filter) {
    ResamplingWeights across = ResamplingWeights.of(filter, box.width(), size.width());
    ResamplingWeights down = ResamplingWeights.of(filter, box.height(), size.height());
    ResizedRows rows = new ResizedRows(image, box, across, down.taps());
    int[] sums = new int[size.width() * image.channels()];
    byte[] pixels = new byte[size.height() * sums.length];

    for (int y = 0; y < size.height(); y++) {
      sum(rows, down, y, sums);

      if (down.isOvershooting()) {
        clamp(sums);
      }

      write(sums, pixels, y * sums.length);
    }

    return new Image(size.height(), size.width(), image.channels(), pixels);
  }

  private static void sum(ResizedRows rows, ResamplingWeights down, int y, int[] sums) {
    int first = down.first(y);
    int odd = down.taps() % 2;

    if (odd == 1) {
      begin(rows.row(first), down.weight(y, 0), sums);
    } else {
      Arrays.fill(sums, ResamplingWeights.HALF);
    }

    for (int tap = odd; tap < down.taps(); tap += 2) {
      int weight = down.weight(y, tap);
      int next = down.weight(y, tap + 1);
      add(rows.row(first + tap), weight, rows.row(first + tap + 1), next, sums);
    }
  }

  // These loops are simple enough for the compiler to turn them into vector instructions.
  private static void begin(int[] row, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ResamplingWeights.HALF + row[i] * weight;
    }
  }

  private static void add(int[] row, int weight, int[] next, int nextWeight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += row[i] * weight + next[i] * nextWeight;
    }
  }

  private static void clamp(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = ResamplingWeights.level(sums[i]) << ResamplingWeights.PRECISION;
    }
  }

  private static void write(int[] sums, byte[] pixels, int offset) {
    for (int i = 0; i < sums.length; i++) {
      pixels[offset + i] = (byte) (sums[i] >> ResamplingWeights.PRECISION);
    }
  }

  /**
   * The rows of a part of an image, resized to a width; each is computed once, and kept as long as
   * rows of the result are made of it.
   */
  static final class ResizedRows {
    private final PixelRows image;
    private final Box box;
    private final ResamplingWeights weights;

    /** Of the row that is resized. */
    private final byte[] pixels;

    /** The latest rows, row y at y modulo their number. */
    private final int[][] rows;

    private int end;

    ResizedRows(PixelRows image, Box box, ResamplingWeights weights, int kept) {
      this.image = image;
      this.box = box;
      this.weights = weights;
      this.pixels = new byte[box.width() * image.channels()];
      this.rows = new int[kept][weights.size() * image.channels()];
    }

    /** A row of the box; rows must be asked for in windows that move down. */
    int[] row(int y) {
      for (; end <= y; end++) {
        if (end > y - rows.length) {
          image.read(box.top() + end, box.left(), box.width(), pixels, 0);
          weights.resize(pixels, 0, image.channels(), rows[end % rows.length]);
        }
      }

      return rows[y % rows.length];
    }
  }
}
