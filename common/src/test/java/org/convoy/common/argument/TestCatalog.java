package org.convoy.common.argument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.convoy.common.argument.Catalog.Entry;
import org.junit.jupiter.api.Test;

class TestCatalog {
  private static final Argument<Integer> SIDE =
      Argument.required("side", ArgumentTypes.integer(Bounds.atLeast(1)), "Its side.");

  private static final Argument<Double> ANGLE =
      Argument.of("angle", ArgumentTypes.number(Bounds.of(0, 90)), "1e1", "How it stands.");

  private static final Argument<String> COLOR =
      Argument.optional(
          "color",
          ArgumentTypes.oneOf(new TreeMap<>(Map.of("dark-red", "r", "green", "g"))),
          "none",
          "What it is painted.");

  private static final Argument<List<Double>> CORNERS =
      Argument.optional(
          "corners",
          ArgumentTypes.list(ArgumentTypes.number(Bounds.NOT_NEGATIVE)),
          "all",
          "Which are cut.");

  private static final Catalog<String> CATALOG =
      new Catalog<>(
          "shape",
          List.of(
              new Entry<>("circle", "Round.", List.of(), arguments -> "circle"),
              new Entry<>(
                  "square",
                  "Not round.",
                  List.of(SIDE, ANGLE, COLOR, CORNERS),
                  arguments ->
                      "square %s %s %s %s"
                          .formatted(
                              arguments.get(SIDE),
                              arguments.get(ANGLE),
                              arguments.find(COLOR),
                              arguments.find(CORNERS)))));

  @Test
  void makesWhatIsAskedFor() {
    assertThat(CATALOG.create("circle", Map.of())).isEqualTo("circle");
    assertThat(CATALOG.create("square", Map.of("side", 2)))
        .isEqualTo("square 2 10.0 Optional.empty Optional.empty");
    assertThat(
            CATALOG.create(
                "square",
                Map.of("side", 3L, "angle", 4.5, "color", "darkRed", "corners", List.of(1, 2))))
        .isEqualTo("square 3 4.5 Optional[r] Optional[[1.0, 2.0]]");
  }

  @Test
  void numbersMayBeText() {
    assertThat(CATALOG.create("square", Map.of("side", "1e1", "angle", " 0.50")))
        .startsWith("square 10 0.5 ");
  }

  @Test
  void saysWhatIsWrong() {
    assertRefused("squar", Map.of(), "unknown shape \"squar\"; did you mean square?");
    assertRefused("line", Map.of(), "unknown shape \"line\"; known are circle, square");
    assertRefused("circle", Map.of("x", 1), "circle: unknown argument \"x\"; it takes none");
    assertRefused(
        "square", Map.of(), "square: needs the argument \"side\", an integer, at least 1");
    assertSquare("side", 0, "side must be at least 1, got 0");
    assertSquare("side", 1.5, "side must be an integer, at least 1, got 1.5");
    assertSquare("side", 3_000_000_000L, "side must be at most 2147483647, got 3000000000");
    assertSquare("side", List.of(1), "side must be an integer, at least 1, got [1]");
    assertSquare("angle", 91, "angle must be from 0 to 90, got 91");
    assertSquare("angle", "NaN", "angle must be a number, from 0 to 90, got \"NaN\"");
    assertSquare("color", "blue", "color must be one of dark-red, green, got \"blue\"");
    assertSquare(
        "corners", List.of(1, -2), "corners element 2, -2, must be at least 0, got [1,-2]");
    assertSquare(
        "corners",
        Map.of("b", 1, "a", "x"),
        "corners must be a list, each element a number, at least 0, got {\"a\":\"x\",\"b\":1}");
  }

  private static void assertSquare(String argument, Object value, String message) {
    Map<String, Object> arguments = new TreeMap<>(Map.of("side", 1));
    arguments.put(argument, value);
    assertRefused("square", arguments, "square: " + message);
  }

  private static void assertRefused(String name, Map<String, ?> arguments, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CATALOG.create(name, arguments))
        .withMessage(message);
  }

  @Test
  void aReferencePageIsMadeOfIt() {
    assertThat(CATALOG.reference())
        .isEqualTo(
            """

            ## `circle`

            Round.

            ## `square`

            Not round.

            | argument | default | value | meaning |
            | --- | --- | --- | --- |
            | `side` | required | an integer, at least 1 | Its side. |
            | `angle` | `1e1` | a number, from 0 to 90 | How it stands. |
            | `color` | none | one of dark-red, green | What it is painted. |
            | `corners` | all | a list, each element a number, at least 0 | Which are cut. |
            """);
  }
}
