package org.convoy.nn.op;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.convoy.common.argument.Bounds;

/** Checks and conversions of shapes that several layers need. */
public final class Shapes {
  private Shapes() {}

  public static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  public static int[] array(List<Integer> shape) {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The shape of a batch of so many examples of a shape. */
  public static long[] batch(long examples, List<Integer> shape) {
    return LongStream.concat(LongStream.of(examples), shape.stream().mapToLong(Integer::longValue))
        .toArray();
  }

  /** Height and width of [channels, height, width]. */
  public static Size2d imageSize(String layer, List<Integer> shape) {
    checkRank(layer, shape, 3, "[channels, height, width]");
    return new Size2d(shape.get(1), shape.get(2));
  }

  public static void checkRank(String layer, List<Integer> shape, int rank, String expected) {
    if (shape.size() != rank) {
      throw new IllegalArgumentException(
          "Layer \"" + layer + "\" needs an input of shape " + expected + ", got " + shape);
    }
  }

  /**
   * Fails if there is no output.
   *
   * @param needed the smallest input that has one, without its channels
   */
  public static void checkFits(
      String layer, List<Integer> input, List<Integer> output, int[] needed) {
    if (output.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          ("Layer \"%s\": its kernel is larger than the padded input %s, which must be at"
                  + " least %s; use a larger input or a smaller kernel")
              .formatted(
                  layer,
                  input,
                  Arrays.stream(needed).mapToObj(Integer::toString).collect(joining(" x "))));
    }
  }

  /**
   * The number of values of a shape.
   *
   * @throws IllegalArgumentException if it is more than {@link Integer#MAX_VALUE}
   */
  public static long elements(String what, List<Integer> shape) {
    long elements = 1;
    for (int length : shape) {
      elements *= length;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "%s of shape %s would have more than 2^31 - 1 values".formatted(what, shape));
      }
    }

    return elements;
  }

  public static int checkAtLeast(String name, int value, int minimum) {
    return Bounds.atLeast(minimum).check(name, value);
  }

  public static int[] checkAtLeast(String name, int[] values, int minimum) {
    for (int value : values) {
      checkAtLeast(name, value, minimum);
    }

    return values;
  }
}
