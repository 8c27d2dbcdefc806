package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestTerminalText {
  @Test
  void controlCharactersDoNotReachTheTerminal() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintWriter writer = TerminalText.to(terminal);

    writer.println("cat\t0.5\u001b[2J\u001b]0;title\u0007\u009b1A\u0000");
    writer.write('\u001b');
    writer.write(new char[] {'a', '\u007f', 'b'}, 1, 2);
    writer.printf("dog%n");
    writer.flush();

    assertThat(terminal.toString(UTF_8))
        .isEqualTo(
            "cat\t0.5\\u001b[2J\\u001b]0;title\\u0007\\u009b1A\\u0000%n\\u001b\\u007fbdog%n"
                .formatted());
  }

  /** Of a message of several lines, the further ones cannot be taken for a message. */
  @Test
  void aNameMakesNoLineOfItsOwn() {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    PrintWriter writer = TerminalText.to(terminal);

    writer.println("convoy: run folder a\nconvoy: Done\r\n  and %d more\n".formatted(3));

    assertThat(terminal.toString(UTF_8))
        .isEqualTo("convoy: run folder a%n  convoy: Done%n  and 3 more%n".formatted());
  }

  @Test
  void whatIsFormattedTakesOneLine() {
    assertThat(TerminalText.line("a\tb\nRun c\r\\ \u202e\u2028é🚌"))
        .isEqualTo("a\\tb\\nRun c\\r\\ \\u202e\\u2028é🚌");
    assertThat(TerminalText.format("%5s|%d|%.1f|%s%n", "a\n", 3, 0.5, List.of("b\u001b")))
        .isEqualTo("  a\\n|3|0.5|[b\\u001b]%n".formatted());
  }
}
