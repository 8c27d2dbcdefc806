package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.convoy.cli.process.ExitCode;
import org.convoy.train.stop.StopRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a slip in the command line is answered with: what is meant, as it is written here. */
final class TestUsage {
  @TempDir private Path folder;

  /** The first line of what it says; it ends with the exit code of wrong usage. */
  private static String answer(String... arguments) {
    StringWriter error = new StringWriter();
    int code =
        Main.commandLine(new StopRequest()).setErr(new PrintWriter(error, true)).execute(arguments);
    assertThat(code).as(error.toString()).isEqualTo(ExitCode.USAGE.number());
    return error.toString().lines().findFirst().orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "--lr, optimizer.learningRate",
    "--wd, optimizer.weightDecay",
    "--batch-size, batchSize",
    "--batch_size, batchSize",
    "--label-smoothing, loss.labelSmoothing",
    "--arch, model.name",
    "--epochs, epochs",
    "--model, model.name"
  })
  void anOptionOfOtherTrainersIsAKeyHere(String option, String key) {
    assertThat(answer("train", "x.conf", option, "0.1"))
        .isEqualTo(
            "convoy: Unknown option: '%s'; did you mean %s=0.1?; keys of the config are given without dashes",
            option, key);
    assertThat(answer("check", "x.conf", option + "=7")).contains("did you mean " + key + "=7?");
  }

  @Test
  void anotherOptionIsToldWithTheNearest() {
    assertThat(answer("train", "--overide", "x.conf"))
        .isEqualTo("convoy: Unknown option: '--overide'; did you mean --override?");
    assertThat(answer("train", "--hlep"))
        .isEqualTo("convoy: Unknown option: '--hlep'; did you mean --help?");
    assertThat(answer("export", "run", "--lr", "0.1")).isEqualTo("convoy: Unknown option: '--lr'");
    assertThat(answer("train", "x.conf", "-j", "8"))
        .contains("Unknown option: '-j'; Spark's task slots read the data");
  }

  @Test
  void aCommandThatIsNone() {
    assertThat(answer("trian", "x.conf"))
        .startsWith(
            "convoy: trian is no command. Did you mean: convoy train? Known are train, check,");
    assertThat(answer("help")).startsWith("convoy: help is no command. Known are train, check,");
  }

  @ParameterizedTest
  @CsvSource({
    "--size, 0, '--size must be at least 1, not 0'",
    "--size, -5, '--size must be at least 1, not -5'",
    "--resize, 0, '--resize must be at least 1, not 0'"
  })
  void sizesThatAreNone(String option, String value, String problem) {
    assertThat(answer("import", "x.pth", option, value)).isEqualTo("convoy: " + problem);
  }

  @Test
  void pathsThatAreEmpty() {
    for (List<String> command :
        List.of(List.of("inspect", ""), List.of("export", ""), List.of("import", ""))) {
      assertThat(answer(command.toArray(String[]::new))).endsWith("the path is empty");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--retry-minutes, -1, '--retry-minutes must be from 0 to 1000000, not -1.0'",
    "--max-bad, 200%, '--max-bad: a percentage is from 0% to 100%, not 200.0%'"
  })
  void numbersOfPrepareThatAreNone(String option, String value, String problem) {
    String source = folder.resolve("source").toString();
    String target = folder.resolve("target").toString();

    assertThat(answer("prepare", source, target, option, value)).isEqualTo("convoy: " + problem);
  }

  @Test
  void argumentsThatHaveNoPlace() {
    assertThat(answer("prepare", "source", "target", "--shuffle", "x"))
        .isEqualTo(
            "convoy: x is one argument too many: prepare takes SRC DST; what follows --shuffle is a SEED only where it is a whole number");
    assertThat(answer("prepare", "source", "target", "--decode", "x"))
        .isEqualTo("convoy: x is one argument too many: prepare takes SRC DST");
    assertThat(answer("stats", "source", "other"))
        .isEqualTo("convoy: other is one argument too many: stats takes DATA");
  }

  @Test
  void shardsWithinWhatTheyAreMadeOf() {
    String source = folder.resolve("source").toString();

    assertThat(answer("prepare", source, source + "/shards"))
        .isEqualTo(
            "convoy: DST: %s/shards lies in %<s, which would be other data then; name a folder beside it",
            source);
  }

  @Test
  void aConfigThatIsNoText() throws IOException {
    Path file = folder.resolve("x.conf");
    Files.write(file, "epochs = 1\ndata.path = caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problem("check", file.toString()))
        .endsWith("x.conf: cannot be read: line 2 is not text in UTF-8");
  }

  private static String problem(String... arguments) {
    StringWriter error = new StringWriter();
    Main.commandLine(new StopRequest()).setErr(new PrintWriter(error, true)).execute(arguments);
    return error.toString().lines().reduce("", (before, line) -> line);
  }

  @Test
  void whatCannotBeWrittenToStandardOutputIsNotDone() throws Exception {
    Path error = folder.resolve("error.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "inspect",
                "lenet5")
            .redirectOutput(new File("/dev/full"))
            .redirectError(error.toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(ExitCode.STORAGE.number());
    assertThat(error)
        .content()
        .contains("convoy: standard output cannot be written: No space left on device");
  }
}
