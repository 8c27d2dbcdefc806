package org.convoy.config.binding;

import java.util.ArrayList;
import java.util.List;

/** The numbers a key allows: min and max belong to the range, above and below do not. */
public record Range(double min, double max, double above, double below) {

  static Range of(Key key) {
    return new Range(key.min(), key.max(), key.above(), key.below());
  }

  public static Range atLeast(double min) {
    double infinity = Double.POSITIVE_INFINITY;
    return new Range(min, infinity, -infinity, infinity);
  }

  boolean contains(double value) {
    return value >= min && value <= max && value > above && value < below;
  }

  /** The range in words such as "at least 1" or "from 0 to 1"; empty when any number is allowed. */
  String describe() {
    if (Double.isFinite(min) && Double.isFinite(max)) {
      return "from " + Numbers.format(min) + " to " + Numbers.format(max);
    }

    List<String> bounds = new ArrayList<>();
    addBound(bounds, "at least ", min);
    addBound(bounds, "above ", above);
    addBound(bounds, "at most ", max);
    addBound(bounds, "below ", below);
    return String.join(" and ", bounds);
  }

  private static void addBound(List<String> bounds, String words, double bound) {
    if (Double.isFinite(bound)) {
      bounds.add(words + Numbers.format(bound));
    }
  }
}
