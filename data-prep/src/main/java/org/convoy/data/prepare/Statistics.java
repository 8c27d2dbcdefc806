package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.convoy.common.Json;
import org.convoy.data.ImageShape;
import org.convoy.data.PixelRows;

/**
 * What there is in a data set or a part of it. Sums are whole numbers: parts add up to the same
 * whatever their number and order.
 *
 * @param classCounts good images of each class, in order of label
 * @param sums over the pixels of the good images
 * @param sizes of the good images
 * @param rejected the others, in order of id
 */
public record Statistics(
    List<Long> classCounts, ChannelSums sums, SizeHistogram sizes, List<Rejection> rejected) {
  public Statistics {
    classCounts = List.copyOf(classCounts);
    requireNonNull(sums, "sums is null");
    requireNonNull(sizes, "sizes is null");
    rejected = List.copyOf(rejected);
  }

  /** Of no image. */
  public static Statistics empty(int classes) {
    return new Statistics(
        Collections.nCopies(classes, 0L), ChannelSums.EMPTY, SizeHistogram.EMPTY, List.of());
  }

  /** The sum of two parts of a data set with the same classes. */
  public Statistics plus(Statistics other) {
    List<Rejection> all = new ArrayList<>(rejected);
    all.addAll(other.rejected);
    all.sort(Comparator.comparingInt(Rejection::id));
    return new Statistics(
        IntStream.range(0, classCounts.size())
            .mapToObj(label -> classCounts.get(label) + other.classCounts.get(label))
            .toList(),
        sums.plus(other.sums),
        sizes.plus(other.sizes),
        all);
  }

  /** The form in which they travel. */
  public String toJson() {
    return Json.of(this);
  }

  /**
   * Reads what {@link #toJson} gives.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Statistics parse(String json) {
    return PrepareFiles.parse(json, Statistics.class);
  }

  /** Number of good images. */
  public long samples() {
    return classCounts.stream().mapToLong(Long::longValue).sum();
  }

  /** Collects statistics image by image; for one thread. */
  public static final class Builder {
    private final long[] classCounts;
    private final List<Rejection> rejected = new ArrayList<>();
    private ChannelSums sums = ChannelSums.EMPTY;
    private SizeHistogram sizes = SizeHistogram.EMPTY;

    public Builder(int classes) {
      classCounts = new long[classes];
    }

    /**
     * Counts a good image.
     *
     * @param image read row by row
     */
    public void add(int label, PixelRows image) {
      add(label, shape(image), ChannelSums.of(image));
    }

    /** Counts a good image whose pixels were counted. */
    void add(int label, ImageShape shape, ChannelSums pixels) {
      classCounts[label]++;
      sums = sums.plus(pixels);
      sizes = sizes.plus(SizeHistogram.of(shape));
    }

    private static ImageShape shape(PixelRows image) {
      return new ImageShape(image.height(), image.width(), image.channels());
    }

    /** Lists a bad one. */
    public void reject(Rejection rejection) {
      rejected.add(rejection);
    }

    public Statistics build() {
      List<Long> counts = java.util.Arrays.stream(classCounts).boxed().toList();
      return new Statistics(counts, sums, sizes, rejected);
    }
  }
}
