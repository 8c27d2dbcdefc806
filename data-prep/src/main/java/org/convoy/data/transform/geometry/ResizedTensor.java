package org.convoy.data.transform.geometry;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;
import org.convoy.data.transform.ImageTransform;
import org.convoy.data.transform.RandomSource;
import org.convoy.data.transform.ScalableTransform.TensorWriter;
import org.convoy.data.transform.ToTensorNormalize;

/**
 * A bilinear resize, then crops and flips, then ToTensor and Normalize. Only those pixels are
 * computed that are shown in the end.
 */
record ResizedTensor(
    ResizingTransform resize, List<ViewTransform> views, ToTensorNormalize toTensor)
    implements TensorWriter {
  static Optional<TensorWriter> fuse(
      ResizingTransform resize, List<ImageTransform> later, ToTensorNormalize toTensor) {
    return resize.interpolation() == Interpolation.BILINEAR && canPack(toTensor.channels())
        ? views(resize.leastSize(), later).map(views -> new ResizedTensor(resize, views, toTensor))
        : Optional.empty();
  }

  private static boolean canPack(int channels) {
    return channels == 1 || channels == PixelRows.MAX_LANES;
  }

  /** The transforms, if there are none but views. */
  private static Optional<List<ViewTransform>> views(ImageSize least, List<ImageTransform> later) {
    List<ViewTransform> views = new ArrayList<>();
    Optional<ImageSize> size = Optional.of(least);

    for (ImageTransform transform : later) {
      if (!(transform instanceof ViewTransform view)) {
        return Optional.empty();
      }

      views.add(view);
      size = size.flatMap(view::leastSize);
    }

    return size.map(anySize -> views);
  }

  @Override
  public ImageShape write(PixelRows image, RandomSource random, FloatBuffer batch, int index) {
    toTensor.checkChannels(image);
    ImageView view = resize.view(image.height(), image.width(), random);

    for (ViewTransform transform : views) {
      view = transform.view(view, random);
    }

    ImageShape shape = new ImageShape(view.height(), view.width(), image.channels());
    long start = (long) index * shape.elements();
    Objects.checkFromIndexSize(start, shape.elements(), batch.capacity());
    write(image, view, batch, (int) start);
    return shape;
  }

  private void write(PixelRows image, ImageView view, FloatBuffer batch, int start) {
    LineWeights down = LineWeights.of(view.rows());
    PlanarRows rows = new PlanarRows(image, LineWeights.of(view.columns()), 2 * down.pairs());
    NormalizedRow row = new NormalizedRow(toTensor, view.width());
    int plane = view.height() * view.width();

    for (int line = 0; line < view.height(); line++) {
      int y = view.rows().downward(line);
      row.blend(rows, down, y);
      row.put(batch, start + y * view.width(), plane);
    }
  }

  /** One row of a result: blended from rows of the image, and normalized. */
  static final class NormalizedRow {
    private static final float MAX_LEVEL = 255;
    private static final float ONE = 1 << (2 * LineWeights.PRECISION);

    private final int channels;
    private final int width;

    /** By which a sum is multiplied, and what is added then, for each value of a row. */
    private final float[] scale;

    private final float[] bias;
    private final float[] zeros;
    private final float[] sums;
    private final float[] values;

    NormalizedRow(ToTensorNormalize toTensor, int width) {
      this.channels = toTensor.channels();
      this.width = width;
      this.scale = new float[channels * width];
      this.bias = new float[channels * width];
      this.zeros = new float[channels * width];
      this.sums = new float[channels * width];
      this.values = new float[channels * width];

      for (int channel = 0; channel < channels; channel++) {
        int from = channel * width;
        float std = toTensor.std(channel);
        Arrays.fill(scale, from, from + width, 1 / (ONE * MAX_LEVEL * std));
        Arrays.fill(bias, from, from + width, -toTensor.mean(channel) / std);
      }
    }

    /** Computes a row of the result. */
    void blend(PlanarRows rows, LineWeights weights, int y) {
      int first = weights.first()[y];
      int taps = weights.taps(y);
      float[] partial = zeros;
      int tap = 0;

      for (; tap < taps - 2; tap += 2) {
        add(
            partial,
            rows.row(first + tap),
            weights.weight(y, tap),
            rows.row(first + tap + 1),
            weights.weight(y, tap + 1),
            sums);
        partial = sums;
      }

      // Of a single row, twice the same one: the second one has no weight.
      float[] last = rows.row(first + tap);
      float[] beyond = tap + 1 < taps ? rows.row(first + tap + 1) : last;
      add(partial, last, weights.weight(y, tap), beyond, weights.weight(y, tap + 1), sums);
      normalize(sums, scale, bias, values);
    }

    /** Copies the row into a tensor. */
    void put(FloatBuffer tensor, int start, int plane) {
      for (int channel = 0; channel < channels; channel++) {
        tensor.put(start + channel * plane, values, channel * width, width);
      }
    }

    // The loops are simple enough for the compiler to turn them into vector instructions.
    private static void add(
        float[] partial,
        float[] one,
        float weight,
        float[] other,
        float otherWeight,
        float[] sums) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = partial[i] + one[i] * weight + other[i] * otherWeight;
      }
    }

    private static void normalize(float[] sums, float[] scale, float[] bias, float[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] = sums[i] * scale[i] + bias[i];
      }
    }
  }

  /**
   * Rows of an image, resized along themselves, as floats: level · 2¹², all values of the first
   * channel, then those of the next one. Each is computed once, and kept as long as rows of the
   * result are made of it.
   *
   * <p>The sums of products are exact: 8 bits of a level and 12 of weights that add up to one fit
   * into a lane of a packed pixel.
   */
  static final class PlanarRows {
    private static final int GREEN = PixelRows.LANE_BITS;
    private static final int BLUE = 2 * PixelRows.LANE_BITS;
    private static final int LANE = (1 << PixelRows.LANE_BITS) - 1;

    private final PixelRows image;
    private final LineWeights weights;
    private final int[] first;
    private final int left;
    private final int columns;

    /** The pixels of a row that matter, and as many zeros as taps without weight may reach. */
    private final long[] packed;

    private final long[] sums;

    /** The latest rows, row y at y modulo their number. */
    private final float[][] rows;

    private int end;

    PlanarRows(PixelRows image, LineWeights weights, int kept) {
      this.image = image;
      this.weights = weights;
      this.left = Arrays.stream(weights.first()).min().orElseThrow();
      this.first = Arrays.stream(weights.first()).map(column -> column - left).toArray();
      int reach = Arrays.stream(first).max().orElseThrow() + 2 * weights.pairs();
      this.columns = Math.min(reach, image.width() - left);
      this.packed = new long[reach];
      this.sums = new long[first.length];
      this.rows = new float[kept][first.length * image.channels()];
    }

    /** A row of the image; rows must be asked for in windows that move down. */
    float[] row(int y) {
      for (; end <= y; end++) {
        if (end > y - rows.length) {
          image.pack(end, left, columns, packed);
          resize();
          unpack(rows[end % rows.length]);
        }
      }

      return rows[y % rows.length];
    }

    private void resize() {
      Arrays.fill(sums, 0);

      for (int pair = 0; pair < weights.pairs(); pair++) {
        add(packed, first, 2 * pair, weights.pair(pair), sums);
      }
    }

    private static void add(long[] packed, int[] first, int tap, int[] pair, long[] sums) {
      for (int x = 0; x < sums.length; x++) {
        int from = first[x] + tap;
        sums[x] += packed[from] * pair[2 * x] + packed[from + 1] * pair[2 * x + 1];
      }
    }

    private void unpack(float[] row) {
      if (image.channels() == 1) {
        unpackGray(sums, row);
      } else {
        unpackRgb(sums, row);
      }
    }

    private static void unpackGray(long[] sums, float[] row) {
      for (int x = 0; x < sums.length; x++) {
        row[x] = (int) sums[x];
      }
    }

    private static void unpackRgb(long[] sums, float[] row) {
      int width = sums.length;

      for (int x = 0; x < width; x++) {
        long sum = sums[x];
        row[x] = (int) sum & LANE;
        row[width + x] = (int) (sum >>> GREEN) & LANE;
        row[2 * width + x] = (int) (sum >>> BLUE);
      }
    }
  }
}
