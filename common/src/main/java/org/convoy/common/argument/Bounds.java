package org.convoy.common.argument;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.POSITIVE_INFINITY;

import java.util.ArrayList;
import java.util.List;

/** The finite numbers that are allowed: min and max belong to them, above and below do not. */
public record Bounds(double min, double max, double above, double below) {
  /** All finite numbers. */
  public static final Bounds ALL = atLeast(NEGATIVE_INFINITY);

  /** Numbers that are not negative. */
  public static final Bounds NOT_NEGATIVE = atLeast(0);

  /** How many of something that must be there. */
  public static final Bounds COUNT = atLeast(1);

  /** Positive numbers. */
  public static final Bounds POSITIVE = above(0);

  /** Shares and probabilities. */
  public static final Bounds SHARE = of(0, 1);

  /** What something is made smaller by, and is not 0. */
  public static final Bounds FACTOR = new Bounds(NEGATIVE_INFINITY, 1, 0, POSITIVE_INFINITY);

  /** Weights of the past in a moving average, whose bias correction would divide by zero at 1. */
  public static final Bounds DECAY = new Bounds(0, POSITIVE_INFINITY, NEGATIVE_INFINITY, 1);

  public static Bounds atLeast(double min) {
    return of(min, POSITIVE_INFINITY);
  }

  public static Bounds above(double above) {
    return new Bounds(NEGATIVE_INFINITY, POSITIVE_INFINITY, above, POSITIVE_INFINITY);
  }

  /** Both belong to it. */
  public static Bounds of(double min, double max) {
    return new Bounds(min, max, NEGATIVE_INFINITY, POSITIVE_INFINITY);
  }

  /** Neither belongs to it. */
  public static Bounds between(double above, double below) {
    return new Bounds(NEGATIVE_INFINITY, POSITIVE_INFINITY, above, below);
  }

  /** Whether it holds a number: not one that is infinite or NaN. */
  public boolean contains(double value) {
    return Double.isFinite(value) && value >= min && value <= max && value > above && value < below;
  }

  /**
   * Checks a number.
   *
   * @param name what it is, for the message
   * @return the number
   * @throws IllegalArgumentException if it is not in the range, naming it and what is allowed
   */
  public double check(String name, double value) {
    if (!contains(value)) {
      throw refusal(name, value);
    }

    return value;
  }

  /** As {@link #check(String, double)}. */
  public int check(String name, int value) {
    if (!contains(value)) {
      throw refusal(name, value);
    }

    return value;
  }

  /** As {@link #check(String, double)}. */
  public long check(String name, long value) {
    if (!contains((double) value)) {
      throw refusal(name, value);
    }

    return value;
  }

  private IllegalArgumentException refusal(String name, Object value) {
    String allowed = describe().isEmpty() ? "a finite number" : describe();
    return new IllegalArgumentException("%s must be %s, got %s".formatted(name, allowed, value));
  }

  /** Numbers of a kind, in this range: "an integer, at least 1". */
  String of(String kind) {
    return describe().isEmpty() ? kind : kind + ", " + describe();
  }

  /** The range in words such as "at least 1" or "from 0 to 1"; empty when any number is allowed. */
  public String describe() {
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
