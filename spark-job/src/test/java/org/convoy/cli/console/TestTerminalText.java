package org.convoy.cli.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
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
        .isEqualTo("cat\t0.5?[2J?]0;title??1A?%n??bdog%n".formatted());
  }
}
