package org.convoy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the pages, and from them to files of the project. */
final class TestDocumentation {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\w*[A-Z0-9_]\\w*|\\S+[./]\\S+|\"[^\"]*\"");
  private static final Pattern WORD = Pattern.compile("[a-z]{2,}");
  private static final int LONG_MESSAGE = 7;

  /** Of Hadoop's and Java's words. */
  private static final List<String> OF_OTHERS = List.of("No FileSystem for scheme");

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        if (!links.group(1).contains("://") && !leadsSomewhere(page, links.group(1))) {
          broken.add(ROOT.relativize(page) + ": " + links.group(1));
        }
      }
    }

    assertThat(pages()).hasSizeGreaterThan(10);
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(top, docs).filter(page -> page.toString().endsWith(".md")).toList();
    }
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** Of a page's headings, as GitHub makes them. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING
        .matcher(Files.readString(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-'))
        .toList();
  }

  /**
   * Of each message that is quoted, a run of words which no name or number interrupts is printed.
   */
  @Test
  void messagesOfTroubleshootingArePrinted() throws IOException {
    String printed = words(sources());
    List<String> quoted =
        Files.readString(ROOT.resolve("docs/troubleshooting.md"))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(0, line.indexOf(" | ", 2)))
            .flatMap(cell -> QUOTED.matcher(cell).results())
            .map(message -> message.group(1))
            .toList();

    assertThat(quoted).hasSizeGreaterThan(90);
    assertThat(quoted).filteredOn(message -> !isPrinted(message, printed)).isEmpty();
  }

  /** What Java's literals and the scripts say; literals that are joined are one. */
  private static String sources() throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file : files.filter(TestDocumentation::isSource).toList()) {
        sources.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
      }
    }

    return sources.toString();
  }

  private static boolean isSource(Path file) {
    String path = ROOT.relativize(file).toString();
    return Files.isRegularFile(file)
        && (path.startsWith("scripts/") || path.matches("[\\w-]+/src/main/.*[.]java"));
  }

  private static boolean isPrinted(String message, String printed) {
    List<String> words =
        List.of(words(PLACEHOLDER.matcher(message).replaceAll(" ")).strip().split(" "));
    int wanted = words.size() > LONG_MESSAGE ? 3 : 2;
    return OF_OTHERS.stream().anyMatch(message::startsWith)
        || words.size() < wanted
        || IntStream.rangeClosed(0, words.size() - wanted)
            .mapToObj(i -> String.join(" ", words.subList(i, i + wanted)))
            .anyMatch(run -> printed.contains(" " + run + " "));
  }

  /** The words of small letters, with single spaces between. */
  private static String words(String text) {
    return WORD.matcher(text).results().map(MatchResult::group).collect(joining(" ", " ", " "));
  }
}
