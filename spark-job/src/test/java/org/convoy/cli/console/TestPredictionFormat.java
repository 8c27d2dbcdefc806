package org.convoy.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convoy.predict.ImagePrediction;
import org.convoy.predict.RankedClass;
import org.junit.jupiter.api.Test;

final class TestPredictionFormat {
  private static final ImagePrediction SEEN =
      new ImagePrediction(
          "a,b \"c\".jpg",
          List.of(new RankedClass(3, "cat", 0.75), new RankedClass(1, "bee", 1e-9)),
          Optional.empty());
  private static final ImagePrediction FAILED =
      ImagePrediction.failed("d.jpg", "expected an image, found a list: 1, 2");

  @Test
  void csvQuotesWhatNeedsIt() {
    assertThat(PredictionFormat.CSV.render(SEEN))
        .isEqualTo(
            """
            "a,b ""c"".jpg",1,3,cat,0.750000,\r
            "a,b ""c"".jpg",2,1,bee,0.000000,\r
            """);
    assertThat(PredictionFormat.CSV.render(FAILED))
        .isEqualTo("d.jpg,,,,,\"expected an image, found a list: 1, 2\"\r\n");
  }

  @Test
  void textHasALineAClass() {
    assertThat(PredictionFormat.TEXT.render(SEEN).lines())
        .containsExactly("a,b \"c\".jpg\tcat\t0.750000", "a,b \"c\".jpg\tbee\t0.000000");
    assertThat(PredictionFormat.TEXT.render(FAILED)).isEmpty();
  }

  @Test
  void jsonHasALineAnImage() {
    assertThat(PredictionFormat.JSON_LINES.render(SEEN))
        .isEqualTo(
            "{\"image\":\"a,b \\\"c\\\".jpg\",\"classes\":["
                + "{\"label\":3,\"name\":\"cat\",\"probability\":0.75},"
                + "{\"label\":1,\"name\":\"bee\",\"probability\":1.0E-9}]}\n");
    assertThat(PredictionFormat.JSON_LINES.render(FAILED))
        .isEqualTo("{\"image\":\"d.jpg\",\"problem\":\"expected an image, found a list: 1, 2\"}\n");
  }

  @Test
  void namesOfStrangersForgeNoLines() {
    ImagePrediction seen =
        new ImagePrediction(
            "a\tb\n/x.jpg\tdog\t1.0",
            List.of(new RankedClass(0, "cat\r\n\u001b[2J\\ \u202e", 0.5)),
            Optional.empty());
    String image = "a\\tb\\n/x.jpg\\tdog\\t1.0";
    String name = "cat\\r\\n\\u001b[2J\\\\ \\u202e";

    assertThat(PredictionFormat.TEXT.render(seen))
        .isEqualTo(image + "\t" + name + "\t0.500000" + System.lineSeparator());
    assertThat(PredictionFormat.CSV.render(seen))
        .isEqualTo(image + ",1,0," + name + ",0.500000,\r\n");
    assertThat(PredictionFormat.JSON_LINES.render(seen).lines()).hasSize(1);
  }

  @Test
  void csvHoldsNoFormulas() {
    for (String formula : List.of("=SUM(A1)", "+1", "-1", "@x")) {
      assertThat(
              PredictionFormat.CSV.render(
                  new ImagePrediction(
                      formula, List.of(new RankedClass(0, formula, 0.5)), Optional.empty())))
          .isEqualTo("'%1$s,1,0,'%1$s,0.500000,\r\n".formatted(formula));
    }

    assertThat(PredictionFormat.CSV.render(ImagePrediction.failed("a.jpg", "=1,\t2")))
        .isEqualTo("a.jpg,,,,,\"'=1,\\t2\"\r\n");
  }
}
