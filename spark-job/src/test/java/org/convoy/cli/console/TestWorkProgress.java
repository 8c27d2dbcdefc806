package org.convoy.cli.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class TestWorkProgress {
  private final StringWriter text = new StringWriter();

  @Test
  void drawsTheBarOverItself() {
    AtomicLong done = new AtomicLong(250);
    WorkProgress progress = WorkProgress.bar(new PrintWriter(text), 80, "Reading", 1000, 200);

    String result =
        progress.during(
            () -> OptionalLong.of(done.get()),
            () -> {
              await().until(() -> text.toString().contains(" 25%"));
              done.set(500);
              await().until(() -> text.toString().contains(" 50%"));
              return "done";
            });

    assertThat(result).isEqualTo("done");
    assertThat(progress.imagesPerSecond(500)).isPositive();
    assertThat(text.toString())
        .startsWith("Reading ███████░░░░░░░░░░░░░░░░░░░░░░░  25%  ")
        .contains(" images/s  ", " left\r" + " ".repeat(79) + "\rReading ")
        .endsWith(" left\r" + " ".repeat(79) + "\r");
  }

  @Test
  void isQuietWhereWorkIsShort() {
    try (WorkProgress progress = WorkProgress.lines(new PrintWriter(text), "Reading", 10, 0)) {
      progress.show(5);
    }

    assertThat(text.toString()).isEmpty();
  }
}
