package org.convoy.golden.layer;

import java.util.Arrays;
import java.util.List;
import org.convoy.golden.reference.Comparison;
import org.convoy.golden.reference.GoldenCase;

/**
 * Where a max pooling found its maxima: pixels of its input's planes.
 *
 * @param places of all planes, counted over all planes
 * @param outputs values that the planes have together
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Indices(int[] places, int outputs) {
  private static final double ROUNDING = 1e-6;

  /** The indices of a case, for planes of a tensor's height and width. */
  static Indices of(GoldenCase golden, String planes) {
    int area = area(golden.dimensions(planes));
    int pooled = area(golden.dimensions("indices"));
    int[] places = golden.integers("indices");
    int count = pooled == 0 ? 0 : places.length / pooled;
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0 || places[i] >= area) {
        throw new IllegalArgumentException(
            "index " + places[i] + " is outside planes of " + area + " pixels");
      }

      places[i] += i / pooled * area;
    }

    return new Indices(places, count * area);
  }

  private static int area(List<Integer> shape) {
    return Math.multiplyExact(shape.get(shape.size() - 2), shape.get(shape.size() - 1));
  }

  /** Puts each value at its place, zeros elsewhere; the last of several stays. */
  double[] scatter(double[] values) {
    double[] result = new double[outputs];
    for (int i = 0; i < places.length; i++) {
      result[places[i]] = values[i];
    }

    return result;
  }

  /** Adds each value at its place. */
  double[] accumulate(double[] values) {
    double[] result = new double[outputs];
    for (int i = 0; i < places.length; i++) {
      result[places[i]] += values[i];
    }

    return result;
  }

  /** Compares what was moved, or added up in another order. */
  void compare(String what, double[] expected, double[] actual, Comparison comparison) {
    comparison.countAsCompared("indices");
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(expected[i] - actual[i]) <= ROUNDING * largest)) {
        comparison.wrong(
            "%s differ at element %d: expected %s, got %s"
                .formatted(what, i, (float) expected[i], (float) actual[i]));
        return;
      }
    }
  }
}
