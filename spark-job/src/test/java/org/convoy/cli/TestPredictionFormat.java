package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.convoy.train.ImagePrediction;
import org.convoy.train.RankedClass;
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
}
