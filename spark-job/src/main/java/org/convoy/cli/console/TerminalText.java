package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Text for a terminal, a log, or a program that reads lines. Names of files, classes, tensors and
 * layers come from strangers: characters with which a text could move the cursor, hide or forge
 * lines, or turn the direction of writing stand as in Java. {@link Secrets} do not pass.
 */
public final class TerminalText extends FilterWriter {
  private static final String INDENT = "  ";

  private TerminalText(Writer writer) {
    super(writer);
  }

  /**
   * In UTF-8 whatever the locale, flushed after each line. Further lines of a text that is printed
   * by {@code println} are indented, so that no name in it makes a line of its own.
   */
  public static PrintWriter to(OutputStream stream) {
    return new PrintWriter(new TerminalText(new OutputStreamWriter(stream, UTF_8)), true) {
      @Override
      public void println(String text) {
        super.println(indented(text));
      }
    };
  }

  private static String indented(String text) {
    List<String> lines = text.lines().toList();
    return IntStream.range(0, lines.size())
        .mapToObj(
            i -> i == 0 || lines.get(i).startsWith(INDENT) ? lines.get(i) : INDENT + lines.get(i))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  /** A text as one line, without tabs. */
  public static String line(String text) {
    return escaped(text, TerminalText::isControl);
  }

  /** Formats in the root locale; each argument that is no number takes one line. */
  public static String format(String format, Object... arguments) {
    return String.format(
        Locale.ROOT,
        format,
        Stream.of(arguments)
            .map(argument -> argument instanceof Number ? argument : line(String.valueOf(argument)))
            .toArray());
  }

  static boolean isControl(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || (character >= '\u202a' && character <= '\u202e')
        || (character >= '\u2066' && character <= '\u2069');
  }

  /** The text with some of its characters as in Java. */
  static String escaped(String text, IntPredicate isEscaped) {
    if (text.codePoints().noneMatch(isEscaped)) {
      return text;
    }

    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (isEscaped.test(character)) {
                escaped.append(escape(character));
              } else {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }

  private static String escape(int character) {
    return switch (character) {
      case '\\' -> "\\\\";
      case '\t' -> "\\t";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> String.format(Locale.ROOT, "\\u%04x", character);
    };
  }

  private static boolean isHarmful(int character) {
    return isControl(character) && character != '\n' && character != '\t' && character != '\r';
  }

  @Override
  public void write(int character) throws IOException {
    write(String.valueOf((char) character), 0, 1);
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    write(new String(characters, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    String shown = Secrets.hidden(text.substring(offset, offset + length));
    out.write(escaped(shown, TerminalText::isHarmful));
  }
}
