package org.convoy.golden.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.convoy.weights.DataType;
import org.convoy.weights.Tensor;

/** Collects what differs between results and the tensors of a case. */
public final class Comparison {
  private final GoldenCase golden;
  private final List<Mismatch> mismatches = new ArrayList<>();
  private final Set<String> compared = new HashSet<>();
  private final Map<String, Double> errors = new TreeMap<>();

  public Comparison(GoldenCase golden) {
    this.golden = golden;
  }

  /** The mismatch that is most over its tolerance. */
  public Optional<Mismatch> worst() {
    return mismatches.stream().max(Comparator.comparingDouble(Mismatch::excess));
  }

  /** The largest error of each tensor's values, relative to its largest expected magnitude. */
  public Map<String, Double> errors() {
    return Map.copyOf(errors);
  }

  /** Names of the tensors that results were compared with. */
  public Set<String> compared() {
    return Set.copyOf(compared);
  }

  /** Counts a tensor as compared: what follows from it was, or it says nothing about Convoy. */
  public void countAsCompared(String tensor) {
    compared.add(tensor);
  }

  /** Something is wrong that has no number. */
  public void wrong(String description) {
    mismatches.add(new Mismatch(Double.POSITIVE_INFINITY, description));
  }

  public void shape(String tensor, long... actual) {
    if (!Arrays.equals(golden.shape(tensor), actual)) {
      wrong(
          "%s has the wrong shape: expected %s, got %s"
              .formatted(tensor, Arrays.toString(golden.shape(tensor)), Arrays.toString(actual)));
    }
  }

  /**
   * Compares values, rounded to the precision of the case's.
   *
   * @param results in row-major order
   * @param tolerance of differences, relative to the largest expected magnitude
   */
  public void values(String tensor, double[] results, double tolerance) {
    double[] expected = golden.doubles(tensor);
    double[] actual = isDouble(tensor) ? results : Floats.widen(Floats.of(results));
    compared.add(tensor);
    if (actual.length != expected.length) {
      wrong("%s has %d values, expected %d".formatted(tensor, actual.length, expected.length));
      return;
    }

    int worst = 0;
    double scale = scale(expected);
    for (int i = 1; i < expected.length; i++) {
      if (error(expected[i], actual[i]) > error(expected[worst], actual[worst])) {
        worst = i;
      }
    }

    double error = expected.length == 0 ? 0 : error(expected[worst], actual[worst]);
    errors.merge(tensor, scale == 0 ? error : error / scale, Math::max);
    if (error > tolerance * scale) {
      report(tensor, worst, error / scale, tolerance, expected[worst], actual[worst]);
    }
  }

  private void report(
      String tensor, int index, double error, double tolerance, double expected, double actual) {
    mismatches.add(
        new Mismatch(
            error / tolerance,
            "%s differs by %s at %s: expected %s, got %s"
                .formatted(
                    tensor,
                    scientific(error),
                    place(tensor, index),
                    number(tensor, expected),
                    number(tensor, actual))));
  }

  private static double scale(double[] expected) {
    return Arrays.stream(expected).filter(Double::isFinite).map(Math::abs).max().orElse(0);
  }

  private static double error(double expected, double actual) {
    if (expected == actual || (Double.isNaN(expected) && Double.isNaN(actual))) {
      return 0;
    }

    double difference = Math.abs(expected - actual);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  /** Compares bytes that must be equal. */
  public void levels(String tensor, byte[] actual) {
    levels(tensor, actual, 0, 0);
  }

  /** Compares bytes of which one in a hundred may be 3 levels away and all others one. */
  public void roundedLevels(String tensor, byte[] actual) {
    levels(tensor, actual, 1, 3);
  }

  private void levels(String tensor, byte[] actual, int usual, int most) {
    byte[] expected = bytes(tensor);
    compared.add(tensor);
    if (actual.length != expected.length) {
      wrong("%s has %d bytes, expected %d".formatted(tensor, actual.length, expected.length));
      return;
    }

    int worst = 0;
    int unusual = 0;
    for (int i = 0; i < expected.length; i++) {
      int distance = distance(expected, actual, i);
      unusual += distance > usual ? 1 : 0;
      worst = distance > distance(expected, actual, worst) ? i : worst;
    }

    double share = (double) unusual / Math.max(1, expected.length);
    int distance = expected.length == 0 ? 0 : distance(expected, actual, worst);
    if (distance > most || share > (usual == most ? 0 : 0.01)) {
      String description =
          "%s differs by up to %d levels, by more than %d at %.1f %% of the values; most at %s:"
              + " expected %d, got %d";
      mismatches.add(
          new Mismatch(
              distance,
              description.formatted(
                  tensor,
                  distance,
                  usual,
                  100 * share,
                  place(tensor, worst),
                  expected[worst] & 0xff,
                  actual[worst] & 0xff)));
    }
  }

  private static int distance(byte[] expected, byte[] actual, int index) {
    return Math.abs((expected[index] & 0xff) - (actual[index] & 0xff));
  }

  private byte[] bytes(String name) {
    Tensor tensor = golden.tensor(name);
    if (tensor.dataType() != DataType.U8) {
      throw new IllegalArgumentException(name + " must be bytes (U8), it is " + tensor);
    }

    byte[] bytes = new byte[tensor.size()];
    tensor.bytes().get(bytes);
    return bytes;
  }

  /** The indices along each dimension of an element counted in row-major order. */
  private String place(String tensor, int index) {
    long[] shape = golden.shape(tensor);
    long[] place = new long[shape.length];
    long rest = index;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape[axis];
      rest /= shape[axis];
    }

    return Arrays.toString(place);
  }

  /** As many digits as the tensor's type has. */
  private String number(String tensor, double value) {
    return isDouble(tensor) ? Double.toString(value) : Float.toString((float) value);
  }

  private boolean isDouble(String tensor) {
    return golden.tensor(tensor).dataType() == DataType.F64;
  }

  private static String scientific(double value) {
    return String.format(Locale.ROOT, "%.1e", value).replaceAll("e([+-])0(\\d)$", "e$1$2");
  }
}
