package org.convoy.data.transform.catalog;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.Rotation.Point;

/** The types of values that arguments have. */
final class ArgumentTypes {
  static final ArgumentType<Double> NUMBER = new ArgumentType<>("a number", ArgumentTypes::number);

  static final ArgumentType<Double> NOT_NEGATIVE =
      new ArgumentType<>(
          "a number that is not negative", value -> number(value).filter(number -> number >= 0));

  static final ArgumentType<Integer> WHOLE_NUMBER =
      new ArgumentType<>("a whole number", ArgumentTypes::wholeNumber);

  static final ArgumentType<Boolean> FLAG =
      new ArgumentType<>(
          "true or false",
          value -> value instanceof Boolean flag ? Optional.of(flag) : Optional.empty());

  static final ArgumentType<Range> RANGE =
      list(NUMBER, "a list [low, high] of two numbers, the smaller first", 2)
          .filter(bounds -> bounds.get(0) <= bounds.get(1))
          .map(bounds -> new Range(bounds.get(0), bounds.get(1)));

  static final ArgumentType<Point> POINT =
      list(NUMBER, "a list [x, y] of two numbers", 2)
          .map(position -> new Point(position.get(0), position.get(1)));

  /** The sides of a square, or height and width. */
  static final ArgumentType<List<Integer>> SIDES =
      WHOLE_NUMBER
          .map(List::of)
          .or(list(WHOLE_NUMBER, "a list [height, width] of whole numbers", 1, 2));

  static final ArgumentType<ImageSize> SIZE = SIDES.map(ArgumentTypes::size);

  static final ArgumentType<Padding> PADDING =
      WHOLE_NUMBER
          .map(List::of)
          .or(
              list(
                  WHOLE_NUMBER,
                  "a list [left and right, top and bottom] or [left, top, right, bottom] of whole"
                      + " numbers",
                  1,
                  2,
                  4))
          .map(ArgumentTypes::padding);

  static final ArgumentType<Fill> FILL =
      WHOLE_NUMBER
          .map(List::of)
          .or(list(WHOLE_NUMBER, "a list of one for each channel, from 0 to 255", 1, 3))
          .map(Fill::new);

  private ArgumentTypes() {}

  private static Optional<Double> number(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue())
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  private static Optional<Integer> wholeNumber(Object value) {
    return number(value).filter(number -> number.intValue() == number).map(Double::intValue);
  }

  /** Lists of one of these lengths. */
  static <T> ArgumentType<List<T>> list(
      ArgumentType<T> element, String allowed, Integer... lengths) {
    List<Integer> allowedLengths = List.of(lengths);

    return new ArgumentType<>(
        allowed,
        value ->
            value instanceof List<?> list && allowedLengths.contains(list.size())
                ? elements(element, list)
                : Optional.empty());
  }

  private static <T> Optional<List<T>> elements(ArgumentType<T> element, List<?> values) {
    List<T> read =
        values.stream().flatMap(value -> element.reader().apply(value).stream()).toList();
    return read.size() == values.size() ? Optional.of(read) : Optional.empty();
  }

  /** The values of an enum, by the names that they print. */
  static <E extends Enum<E>> ArgumentType<E> choice(List<E> values) {
    return new ArgumentType<>(
        values.stream().map(E::toString).collect(Collectors.joining(", ", "one of ", "")),
        value -> values.stream().filter(e -> e.toString().equals(value)).findFirst());
  }

  /** One string. */
  static ArgumentType<String> literal(String text) {
    return new ArgumentType<>(
        '"' + text + '"', value -> text.equals(value) ? Optional.of(text) : Optional.empty());
  }

  static ImageSize size(List<Integer> sides) {
    return new ImageSize(sides.get(0), sides.get(sides.size() - 1));
  }

  private static Padding padding(List<Integer> sides) {
    return switch (sides.size()) {
      case 1 -> Padding.of(sides.get(0));
      case 2 -> Padding.of(sides.get(0), sides.get(1));
      default -> new Padding(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
    };
  }
}
