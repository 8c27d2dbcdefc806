package org.convoy.config.binding;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits to the text of a config, which may come from a stranger: far above what a training needs,
 * and low enough that reading it takes little memory and no deep recursion.
 */
public final class ConfigText {
  /** Names of 21,841 classes take half a mebibyte. */
  public static final int LARGEST = 4 << 20;

  static final int DEEPEST = 100;

  static final String TOO_LARGE =
      "it is larger than %d MiB, the most that a config may be".formatted(LARGEST >> 20);
  static final String TOO_DEEP =
      "sections, lists and names are nested more than %d deep".formatted(DEEPEST);

  private ConfigText() {}

  /**
   * Reads the text of a config from a file or device.
   *
   * @throws IOException when it is larger than a config may be, too
   */
  public static String read(InputStream input) throws IOException {
    byte[] bytes = input.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new IOException(TOO_LARGE);
    }

    return text(bytes);
  }

  private static String text(byte[] bytes) throws IOException {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    if (UTF_8.newDecoder().decode(input, text, true).isError()) {
      long line = 1 + text.flip().chars().filter(letter -> letter == '\n').count();
      throw new IOException("line %d is not text in UTF-8".formatted(line));
    }

    return text.flip().toString();
  }

  /** Whether sections, lists and the parts of names between dots are nested too deep to be read. */
  static boolean isTooDeep(String text) {
    return new Scan(text).deepest() > DEEPEST;
  }

  /** Goes through a text once, past quoted strings and comments; whether it is valid or not. */
  private static final class Scan {
    private static final String LONG_QUOTE = "\"\"\"";

    private final String text;
    private final Deque<Integer> dots = new ArrayDeque<>();
    private int depth;
    private int deepest;

    private Scan(String text) {
      this.text = text;
      dots.push(0);
    }

    private int deepest() {
      int at = 0;
      while (at < text.length()) {
        at = after(at);
      }

      return deepest;
    }

    private int after(int at) {
      switch (text.charAt(at)) {
        case '"' -> {
          return afterString(at);
        }
        case '#' -> {
          return endOfLine(at);
        }
        case '/' -> {
          return text.startsWith("//", at) ? endOfLine(at) : at + 1;
        }
        case '{', '[' -> open();
        case '}', ']' -> close();
        case '.' -> dot();
        case ',', '\n' -> endEntry();
        default -> {}
      }

      return at + 1;
    }

    private void open() {
      dots.push(0);
      deeper();
    }

    private void close() {
      if (dots.size() > 1) {
        endEntry();
        dots.pop();
        depth -= 1;
      }
    }

    private void dot() {
      dots.push(dots.pop() + 1);
      deeper();
    }

    private void deeper() {
      depth += 1;
      deepest = Math.max(deepest, depth);
    }

    /** The name before a section or list is over. */
    private void endEntry() {
      depth -= dots.pop();
      dots.push(0);
    }

    private int endOfLine(int at) {
      int end = text.indexOf('\n', at);
      return end < 0 ? text.length() : end;
    }

    private int afterString(int at) {
      if (text.startsWith(LONG_QUOTE, at)) {
        int end = text.indexOf(LONG_QUOTE, at + LONG_QUOTE.length());
        return end < 0 ? text.length() : end + LONG_QUOTE.length();
      }

      int end = at + 1;
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }

      return end + 1;
    }
  }
}
