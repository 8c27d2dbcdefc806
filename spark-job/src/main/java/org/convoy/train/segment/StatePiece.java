package org.convoy.train.segment;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.convoy.strategy.StateSlices.Span;

/**
 * A stretch of one of a state's vectors, on its way between the driver and a worker.
 *
 * @param vector which one, by the name that both know it by
 * @param offset of its first element in that vector
 */
@SuppressWarnings("ArrayRecordComponent") // on its way, never compared
public record StatePiece(String vector, int offset, float[] values) {
  /**
   * A little less than 4 MiB, whatever is added: so that a piece takes whole regions of the garbage
   * collector, and none of them for a few bytes.
   */
  private static final int FLOATS = (1 << 20) - (1 << 13);

  public StatePiece {
    requireNonNull(vector, "vector is null");
    requireNonNull(values, "values is null");
  }

  /** The stretches in which a longer one travels. */
  static Stream<Span> cut(Span whole) {
    int count = (whole.length() + FLOATS - 1) / FLOATS;
    int end = whole.offset() + whole.length();
    return IntStream.range(0, count)
        .map(i -> whole.offset() + i * FLOATS)
        .mapToObj(from -> new Span(from, Math.min(FLOATS, end - from)));
  }

  /** Of a vector. */
  static StatePiece of(String vector, Span span, float[] values) {
    int to = span.offset() + span.length();
    return new StatePiece(vector, span.offset(), Arrays.copyOfRange(values, span.offset(), to));
  }

  /**
   * Of a slice of a vector.
   *
   * @param values those of the slice
   */
  static Stream<StatePiece> ofSlice(String vector, Span slice, float[] values) {
    return cut(slice)
        .map(
            span -> {
              int from = span.offset() - slice.offset();
              float[] stretch = Arrays.copyOfRange(values, from, from + span.length());
              return new StatePiece(vector, span.offset(), stretch);
            });
  }

  /** Puts the values where they belong. */
  void putInto(float[] whole) {
    putInto(whole, 0);
  }

  /** Puts the values where they belong in a slice that begins there. */
  void putInto(float[] slice, int start) {
    System.arraycopy(values, 0, slice, offset - start, values.length);
  }
}
