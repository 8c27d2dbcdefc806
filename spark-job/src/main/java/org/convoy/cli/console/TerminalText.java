package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Text for a terminal. Names of classes, tensors and layers come from files of strangers: in the
 * place of control characters, with which a text could move the cursor or hide lines, stands a
 * question mark. Tabs and ends of lines pass, {@link Secrets} do not.
 */
public final class TerminalText extends FilterWriter {
  private TerminalText(Writer writer) {
    super(writer);
  }

  /** In UTF-8 whatever the locale, flushed after each line. */
  public static PrintWriter to(OutputStream stream) {
    return new PrintWriter(new TerminalText(new OutputStreamWriter(stream, UTF_8)), true);
  }

  private static char harmless(int character) {
    boolean passes = character == '\n' || character == '\t' || character == '\r';
    return Character.isISOControl(character) && !passes ? '?' : (char) character;
  }

  @Override
  public void write(int character) throws IOException {
    super.write(harmless(character));
  }

  @Override
  public void write(char[] characters, int offset, int length) throws IOException {
    write(new String(characters, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    String shown = Secrets.hidden(text.substring(offset, offset + length));
    StringBuilder written = new StringBuilder(shown.length());
    for (int i = 0; i < shown.length(); i++) {
      written.append(harmless(shown.charAt(i)));
    }

    out.write(written.toString());
  }
}
