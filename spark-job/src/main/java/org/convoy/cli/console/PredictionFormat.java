package org.convoy.cli.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.convoy.common.Json;
import org.convoy.predict.ImagePrediction;
import org.convoy.predict.RankedClass;

/** How predictions are written. */
public enum PredictionFormat {
  /** Path, class and probability between tabs, a line a class. Problems are told elsewhere. */
  TEXT {
    @Override
    public String render(ImagePrediction prediction) {
      return prediction.top().stream()
          .map(ranked -> textLine(prediction.image(), ranked))
          .collect(Collectors.joining());
    }
  },

  /** One JSON object an image, on a line. */
  JSON_LINES {
    @Override
    public String render(ImagePrediction prediction) {
      return (prediction.problem().isPresent()
              ? Json.of(new Problem(prediction.image(), prediction.problem().get()))
              : Json.of(new Classes(prediction.image(), prediction.top())))
          + "\n";
    }
  },

  /** RFC 4180's, a line a class, with the problem in the last column. */
  CSV {
    @Override
    public String render(ImagePrediction prediction) {
      if (prediction.problem().isPresent()) {
        return csvLine(prediction.image(), "", "", "", "", prediction.problem().get());
      }

      StringBuilder lines = new StringBuilder();
      int rank = 0;
      for (RankedClass ranked : prediction.top()) {
        rank += 1;
        lines.append(
            csvLine(
                prediction.image(),
                String.valueOf(rank),
                String.valueOf(ranked.label()),
                ranked.name(),
                probability(ranked),
                ""));
      }

      return lines.toString();
    }
  };

  private static final String FORMULA_BEGINS = "=+-@";

  /** First line of a CSV file. */
  public static final String CSV_HEADER =
      csvLine("image", "rank", "label", "class", "probability", "problem");

  /** All there is to write of an image, with line ends. */
  public abstract String render(ImagePrediction prediction);

  private static String textLine(String image, RankedClass ranked) {
    return "%s\t%s\t%s%n".formatted(escaped(image), escaped(ranked.name()), probability(ranked));
  }

  private static String probability(RankedClass ranked) {
    return String.format(Locale.ROOT, "%.6f", ranked.probability());
  }

  private static String csvLine(String... fields) {
    return List.of(fields).stream().map(PredictionFormat::quoted).collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String quoted(String name) {
    String field = harmless(escaped(name));
    return field.indexOf('"') >= 0 || field.indexOf(',') >= 0
        ? "\"" + field.replace("\"", "\"\"") + "\""
        : field;
  }

  /** What a spreadsheet would take for a formula is text after an apostrophe. */
  private static String harmless(String field) {
    return !field.isEmpty() && FORMULA_BEGINS.indexOf(field.charAt(0)) >= 0 ? "'" + field : field;
  }

  /**
   * A name as one field of one line. Names of files and classes come from strangers: characters
   * that would end the field, move a cursor or turn the direction of writing stand as in Java, and
   * so does the backslash itself.
   */
  public static String escaped(String name) {
    return TerminalText.escaped(
        name, character -> character == '\\' || TerminalText.isControl(character));
  }

  private record Classes(String image, List<RankedClass> classes) {}

  private record Problem(String image, String problem) {}
}
