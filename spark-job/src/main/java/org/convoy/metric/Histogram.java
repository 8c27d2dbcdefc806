package org.convoy.metric;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How values are spread, in buckets of one width.
 *
 * @param limits right edges of the buckets
 * @param counts of the buckets
 */
public record Histogram(
    double least,
    double greatest,
    long count,
    double sum,
    double squares,
    List<Double> limits,
    List<Double> counts)
    implements Serializable {
  private static final int BUCKETS = 64;

  public Histogram {
    limits = List.copyOf(requireNonNull(limits, "limits is null"));
    counts = List.copyOf(requireNonNull(counts, "counts is null"));
  }

  /** Of a stretch of a vector, of at least one value, all finite. */
  public static Histogram of(float[] values, int from, int length) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (int i = from; i < from + length; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
      sum += values[i];
      squares += (double) values[i] * values[i];
    }

    double width = (greatest - least) / BUCKETS;
    long[] counts = new long[width > 0 ? BUCKETS : 1];
    for (int i = from; i < from + length; i++) {
      int bucket = width > 0 ? (int) ((values[i] - least) / width) : 0;
      counts[Math.min(bucket, counts.length - 1)]++;
    }

    return new Histogram(
        least, greatest, length, sum, squares, limits(least, greatest, width), asDoubles(counts));
  }

  private static List<Double> limits(double least, double greatest, double width) {
    return width > 0
        ? IntStream.rangeClosed(1, BUCKETS)
            .mapToObj(bucket -> bucket == BUCKETS ? greatest : least + bucket * width)
            .toList()
        : Collections.singletonList(greatest);
  }

  private static List<Double> asDoubles(long[] counts) {
    return IntStream.range(0, counts.length)
        .mapToObj(bucket -> (double) counts[bucket])
        .collect(Collectors.toList());
  }
}
