package org.convoy.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.convoy.train.ImagePrediction;
import org.convoy.train.RankedClass;

/** How predictions are written. */
enum PredictionFormat {
  /** Path, class and probability between tabs, a line a class. Problems are told elsewhere. */
  TEXT {
    @Override
    String render(ImagePrediction prediction) {
      return prediction.top().stream()
          .map(ranked -> textLine(prediction.image(), ranked))
          .collect(Collectors.joining());
    }
  },

  /** One JSON object an image, on a line. */
  JSON_LINES {
    @Override
    String render(ImagePrediction prediction) {
      return (prediction.problem().isPresent()
              ? JsonResult.line(new Problem(prediction.image(), prediction.problem().get()))
              : JsonResult.line(new Classes(prediction.image(), prediction.top())))
          + "\n";
    }
  },

  /** RFC 4180's, a line a class, with the problem in the last column. */
  CSV {
    @Override
    String render(ImagePrediction prediction) {
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

  /** First line of a CSV file. */
  static final String CSV_HEADER =
      csvLine("image", "rank", "label", "class", "probability", "problem");

  /** All there is to write of an image, with line ends. */
  abstract String render(ImagePrediction prediction);

  private static String textLine(String image, RankedClass ranked) {
    return "%s\t%s\t%s%n".formatted(image, ranked.name(), probability(ranked));
  }

  private static String probability(RankedClass ranked) {
    return String.format(Locale.ROOT, "%.6f", ranked.probability());
  }

  private static String csvLine(String... fields) {
    return List.of(fields).stream().map(PredictionFormat::quoted).collect(Collectors.joining(","))
        + "\r\n";
  }

  private static String quoted(String field) {
    return field.matches("(?s).*[\",\r\n].*") ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
  }

  private record Classes(String image, List<RankedClass> classes) {}

  private record Problem(String image, String problem) {}
}
