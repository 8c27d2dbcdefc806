package org.convoy.data.transform.catalog;

import static org.convoy.common.argument.ArgumentTypes.NUMBER;
import static org.convoy.common.argument.ArgumentTypes.integer;
import static org.convoy.common.argument.ArgumentTypes.list;
import static org.convoy.common.argument.ArgumentTypes.number;

import java.util.List;
import org.convoy.common.argument.ArgumentType;
import org.convoy.common.argument.Bounds;
import org.convoy.data.transform.Range;
import org.convoy.data.transform.geometry.Fill;
import org.convoy.data.transform.geometry.ImageSize;
import org.convoy.data.transform.geometry.Padding;
import org.convoy.data.transform.geometry.Rotation.Point;

/** The types of values that only transforms have. */
final class TransformTypes {
  static final ArgumentType<Integer> INTEGER = integer(Bounds.ALL);

  private static final ArgumentType<Integer> SIDE = integer(Bounds.atLeast(1));

  private static final ArgumentType<Integer> LEVEL = integer(Bounds.of(0, 255));

  static final ArgumentType<Double> NOT_NEGATIVE = number(Bounds.atLeast(0));

  static final ArgumentType<Double> PROBABILITY = number(Bounds.SHARE);

  static final ArgumentType<Range> RANGE =
      list(NUMBER, "a list [low, high] of two numbers, the smaller first", 2)
          .filter(bounds -> bounds.get(0) <= bounds.get(1))
          .map(bounds -> new Range(bounds.get(0), bounds.get(1)));

  static final ArgumentType<Point> POINT =
      list(NUMBER, "a list [x, y] of two numbers", 2)
          .map(position -> new Point(position.get(0), position.get(1)));

  /** The sides of a square, or height and width. */
  static final ArgumentType<List<Integer>> SIDES =
      SIDE.<List<Integer>>map(List::of).or(list(SIDE, "a list [height, width] of integers", 1, 2));

  static final ArgumentType<ImageSize> SIZE = SIDES.map(TransformTypes::size);

  static final ArgumentType<Padding> PADDING =
      INTEGER
          .<List<Integer>>map(List::of)
          .or(
              list(
                  INTEGER,
                  "a list [left and right, top and bottom] or [left, top, right, bottom] of"
                      + " integers",
                  1,
                  2,
                  4))
          .map(TransformTypes::padding);

  static final ArgumentType<Fill> FILL =
      LEVEL
          .<List<Integer>>map(List::of)
          .or(list(LEVEL, "a list of one for each channel", 1, 3))
          .map(Fill::new);

  private TransformTypes() {}

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
