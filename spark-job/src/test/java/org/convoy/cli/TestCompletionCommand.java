package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash completes with the script that {@code completion} prints. */
final class TestCompletionCommand {
  private static final String COMPLETE =
      "compopt() { :; }; source \"$1\"; COMP_WORDS=(convoy $2); COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
          + " _complete_convoy; echo \"${COMPREPLY[@]}\"";

  @TempDir private Path folder;

  private String completed(String words) throws IOException, InterruptedException {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, Finished.of("completion", "bash").successful().output());
    Process bash =
        new ProcessBuilder("bash", "--norc", "-c", COMPLETE, "bash", script.toString(), words)
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(said).isZero();
    return said.strip();
  }

  @ParameterizedTest
  @CsvSource({"tra, train", "doc, doctor", "train --dry, --dry-run", "init --o, --out"})
  void completesCommandsAndOptions(String words, String completed)
      throws IOException, InterruptedException {
    assertThat(completed(words)).isEqualTo(completed);
  }

  @Test
  void knowsBashAndZsh() {
    Finished bash = Finished.of("completion", "bash").successful();
    Finished fish = Finished.of("completion", "fish");

    assertThat(Finished.of("completion", "zsh").successful().lines()).hasSameSizeAs(bash.lines());
    assertThat(fish.exitCode()).isEqualTo(2);
    assertThat(fish.error()).contains("expected one of [BASH, ZSH]").contains("'fish'");
  }
}
