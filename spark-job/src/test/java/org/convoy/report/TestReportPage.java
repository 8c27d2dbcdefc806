package org.convoy.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.Image;
import org.convoy.metric.ClassMetrics;
import org.convoy.report.ReportData.Augmented;
import org.convoy.report.ReportData.Count;
import org.convoy.report.ReportData.Data;
import org.convoy.report.ReportData.Details;
import org.convoy.report.ReportData.Evaluated;
import org.convoy.report.ReportData.Network;
import org.convoy.report.ReportData.Run;
import org.convoy.report.ReportData.Shown;
import org.convoy.run.RunFolder;
import org.convoy.run.RunSummary;
import org.convoy.run.RunSummary.State;
import org.convoy.state.EpochMetrics;
import org.convoy.state.RoundMetrics;
import org.convoy.state.RoundMetrics.Worker;
import org.convoy.state.RoundSeconds;
import org.convoy.train.RangeTest.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages about runs whose names are hostile. */
final class TestReportPage {
  private static final String SCRIPT = "</script><script>document.hacked=1</script>";
  private static final List<String> NAMES =
      List.of(
          "plain",
          SCRIPT,
          "<img src=x onerror=document.hacked=2>",
          "\u001b[31mred\u001b[0m",
          "a\u202egnp.exe",
          "\"'`&amp;<!--",
          "{{plots}} ${script} \u2028");

  @TempDir private Path folder;

  private static EpochMetrics epoch(int epoch) {
    return new EpochMetrics(
        epoch,
        0.1 / (epoch + 1),
        2.0 / (epoch + 1),
        0.5,
        1,
        0.6,
        100,
        9,
        2,
        7,
        0.9,
        0.6,
        0.1,
        null);
  }

  private static RoundMetrics round(int round) {
    return new RoundMetrics(
        round / 4,
        round % 4,
        4,
        20,
        2.0 / (round + 1),
        0.5,
        0.1,
        3,
        90,
        new RoundSeconds(3, 1, 1.5, 0.25, 0.25),
        List.of(
            new Worker(0, "1", SCRIPT, 10, 1.0, 3.0, 1, 1.5, 0.5),
            new Worker(1, "2", "other", 10, 1.0, 3.0, 0.5, 1, 1.0)));
  }

  private static Run run(String name, Map<String, String> settings) {
    RunSummary summary =
        new RunSummary("/runs/" + name, State.DONE, null, 3, 3, 0.6, 1.0, 0.6, 1, 27, settings);
    List<EpochMetrics> history = IntStream.range(0, 3).mapToObj(TestReportPage::epoch).toList();
    return new Run(
        name,
        summary,
        RunReport.sentence(summary, history, Optional.empty()),
        history,
        RoundReport.of(IntStream.range(0, 12).mapToObj(TestReportPage::round).toList()));
  }

  private static Image image(int side, int channels) {
    byte[] pixels = new byte[side * side * channels];
    new SplittableRandom(side).nextBytes(pixels);
    return new Image(side, side, channels, pixels);
  }

  private static Details details() {
    String gray = Pictures.address(image(28, 1));
    String colored = Pictures.address(image(300, 3));
    int classes = NAMES.size();
    return new Details(
        List.of("A remark about " + SCRIPT + "."),
        new Network("lenet5", List.of(1, 28, 28), 61_706, classes),
        "ab".repeat(32),
        ConvoyConfig.withoutData(List.of("epochs=3", "data.classes=[\"" + "x".repeat(900) + "\"]"))
            .settings(),
        List.of(new RunFolder.Change("epoch-1", "epochs", "2", "3")),
        new TreeMap<>(Map.of("spark", SCRIPT)),
        List.of("scripts/convoy train '" + SCRIPT + "'"),
        List.of(gray, gray),
        new Data(
            "/data/" + SCRIPT,
            "folder",
            List.of(new Count("training", 70)),
            NAMES.stream().map(name -> new Count(name, 10)).toList(),
            "all 28 x 28"),
        List.of(new Augmented(SCRIPT, List.of(gray, colored, colored))),
        new Evaluated(
            "/data",
            70,
            56,
            0.8,
            1.5,
            1,
            0.8,
            0.1,
            IntStream.range(0, classes)
                .mapToObj(label -> new ClassMetrics(NAMES.get(label), 10, 0.8, 0.8, label / 10.0))
                .toList(),
            IntStream.range(0, classes)
                .boxed()
                .flatMap(
                    label ->
                        List.of(
                            new long[] {label, label, 8},
                            new long[] {label, (label + 1) % classes, 2})
                            .stream())
                .toList(),
            List.of(new double[] {30, 20, 15}, new double[] {40, 36, 38}),
            NAMES.stream()
                .map(name -> new Shown(name, name, name, 0.99999, 0.00001, colored, gray))
                .toList()));
  }

  private Path written(ReportData data) throws IOException {
    return Files.writeString(
        folder.resolve("page.html"), ReportPage.html(data, UnaryOperator.identity()));
  }

  private static ReportData single() {
    return new ReportData("1.0", List.of(run(SCRIPT, Map.of())), details());
  }

  /** What a browser takes for the data, by the rules of HTML. */
  private static String dataIn(String page) {
    String begin = "<script type=\"application/json\" id=\"data\">";
    int from = page.indexOf(begin) + begin.length();
    return page.substring(from, page.indexOf("</script", from));
  }

  @Test
  void holdsTheDataAsTheyAreInNoCharacterOfHtml() throws IOException {
    String page = Files.readString(written(single()));
    String data = dataIn(page);
    JsonNode read = new ObjectMapper().readTree(data);

    assertThat(data).matches("[ -~]*").doesNotContain("<", ">", "&");
    assertThat(read.path("details").path("evaluation").path("classes").findValuesAsText("name"))
        .isEqualTo(NAMES);
    assertThat(page).doesNotContain("document.hacked=1</script>");
    assertThat(page.split("<script", -1)).hasSize(4);
  }

  @Test
  void hidesWhatIsSecret() {
    String page = ReportPage.html(single(), text -> text.replace("/data", "${PLACE}"));

    assertThat(dataIn(page)).contains("${PLACE}").doesNotContain("/data");
    assertThat(dataIn(page)).contains("data:image/png;base64,");
  }

  /** ImageNet's: 50,000 images that are taken for anything. */
  private static ReportData large() {
    SplittableRandom random = new SplittableRandom(1);
    List<long[]> confusion =
        IntStream.range(0, 1000)
            .boxed()
            .flatMap(
                label ->
                    random
                        .ints(30, 0, 1000)
                        .distinct()
                        .mapToObj(predicted -> new long[] {label, predicted, 1 + predicted % 3}))
            .toList();
    List<ClassMetrics> classes =
        IntStream.range(0, 1000)
            .mapToObj(
                label -> new ClassMetrics("class number " + label, 50, 1.0 / 3, 2.0 / 3, 4.0 / 9))
            .toList();
    Evaluated some = details().evaluation();
    String colored = Pictures.address(image(300, 3));
    Shown shown = new Shown("a.jpg", "a", "b", 0.99, 0.01, colored, colored);
    Evaluated evaluated =
        new Evaluated(
            "/data",
            50_000,
            25_000,
            0.5,
            2,
            0.8,
            0.5,
            0.1,
            classes,
            confusion,
            some.calibration(),
            Collections.nCopies(25, shown));
    Details details = details();
    return new ReportData(
        "1.0",
        List.of(run("large", Map.of())),
        new Details(
            List.of(),
            details.network(),
            details.weightsSha256(),
            details.settings(),
            List.of(),
            Map.of(),
            List.of(),
            Collections.nCopies(96, details.filters().get(0)),
            details.data(),
            Collections.nCopies(6, new Augmented("a", Collections.nCopies(6, colored))),
            evaluated));
  }

  /** The pictures here are noise, which no encoder makes smaller. */
  @Test
  void isSmallOfAThousandClasses() throws IOException {
    Path page = written(large());

    assertThat(Files.size(page)).isLessThan(3 << 20);
    String kept = System.getProperty("report.screenshots");
    if (kept != null) {
      Files.copy(page, Path.of(kept, "large.html"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void isDrawnInABrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "install chromium to run this: apt-get install chromium");
    Path page = written(single());
    assertThat(Files.size(page)).isLessThan(3 << 20);

    try (Chromium browser =
        Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")))) {
      browser.open(page);

      assertThat(browser.problems()).isEmpty();
      assertThat(browser.requests())
          .contains(page.toUri().toString())
          .allMatch(
              address ->
                  address.startsWith("data:image/") || address.equals(page.toUri().toString()));
      assertThat(browser.evaluate("document.hacked === undefined").asBoolean()).isTrue();
      assertThat(browser.evaluate("document.querySelectorAll('#page script').length").asInt())
          .isZero();
      assertThat(browser.evaluate("document.images.length").asInt())
          .isEqualTo(2 * NAMES.size() + 5);
      assertThat(
              browser
                  .evaluate(
                      "[...document.images].every(image => image.complete && image.naturalWidth > 0)")
                  .asBoolean())
          .isTrue();
      assertThat(browser.evaluate("document.body.innerText").asText())
          .contains(SCRIPT, "\\u001b[31mred", "a\\u202egnp.exe", "36 s")
          .doesNotContain("\u202e", "\u001b", "[object", "undefined", "NaN");
      assertThat(browser.evaluate("document.querySelectorAll('canvas').length").asInt())
          .isEqualTo(6);
      sorts(browser);
      fits(browser);
    }
  }

  @Test
  void aRangeTestIsDrawnInABrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "install chromium to run this: apt-get install chromium");
    List<Point> points =
        IntStream.range(0, 50)
            .mapToObj(i -> new Point(Math.pow(10, -5 + i / 10.0), 50.0 / (1 + i), 50.0 / (1 + i)))
            .toList();
    RangeTestData data = new RangeTestData("1.0", SCRIPT, "The loss falls.", 0.01, points);
    Path page =
        Files.writeString(
            folder.resolve("range.html"), ReportPage.html(data, UnaryOperator.identity()));

    try (Chromium browser =
        Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")))) {
      browser.open(page);

      assertThat(browser.problems()).isEmpty();
      assertThat(browser.requests()).containsExactly(page.toUri().toString());
      assertThat(browser.evaluate("document.hacked === undefined").asBoolean()).isTrue();
      assertThat(browser.evaluate("document.querySelectorAll('canvas').length").asInt()).isOne();
      assertThat(browser.evaluate("document.querySelectorAll('.list tbody tr').length").asInt())
          .isEqualTo(50);
      assertThat(browser.evaluate("document.body.innerText").asText())
          .contains(SCRIPT, "The loss falls.")
          .doesNotContain("undefined", "NaN");
    }
  }

  private static void sorts(Chromium browser) {
    String head =
        "[...document.querySelectorAll('#classes th button')].find(b => b.textContent === 'F1')";
    String first = "document.querySelector('#classes tbody td').textContent";
    assertThat(browser.evaluate(first).asText()).isEqualTo("plain");

    browser.evaluate(head + ".click()");
    assertThat(browser.evaluate(first).asText()).startsWith("{{plots}}");
    assertThat(browser.evaluate(head + ".parentElement.getAttribute('aria-sort')").asText())
        .isEqualTo("descending");

    browser.evaluate(head + ".click()");
    assertThat(browser.evaluate(first).asText()).isEqualTo("plain");
  }

  /** With -Dreport.screenshots=DIR the pictures stay there. */
  private static void fits(Chromium browser) throws IOException {
    for (int width : new int[] {1400, 390}) {
      for (String scheme : List.of("light", "dark")) {
        browser.look(width, scheme);
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
            .isLessThanOrEqualTo(width);
        String kept = System.getProperty("report.screenshots");
        if (kept != null) {
          Files.write(Path.of(kept, width + "-" + scheme + ".png"), browser.screenshot());
        }
      }
    }
  }

  @Test
  void runsAreComparedInABrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "install chromium to run this: apt-get install chromium");
    ReportData data =
        new ReportData(
            "1.0",
            List.of(
                run(SCRIPT, Map.of("optimizer.learningRate", "0.1")),
                run("b", Map.of("optimizer.learningRate", "0.01"))),
            null);

    try (Chromium browser =
        Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile")))) {
      browser.open(written(data));

      assertThat(browser.problems()).isEmpty();
      assertThat(browser.evaluate("document.querySelectorAll('#runs th')[1].textContent").asText())
          .isEqualTo("optimizer.learningRate");
      assertThat(browser.evaluate("document.querySelectorAll('canvas').length").asInt())
          .isEqualTo(5);
      assertThat(browser.evaluate("document.body.innerText").asText())
          .contains(SCRIPT)
          .doesNotContain("[object", "undefined", "NaN");
    }
  }
}
