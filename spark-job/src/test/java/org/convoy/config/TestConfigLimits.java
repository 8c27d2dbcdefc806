package org.convoy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.convoy.config.ScheduleRule.OneCycleConfig;
import org.convoy.config.binding.ConfigException;
import org.convoy.config.binding.ConfigText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configs that would take all memory or the whole stack, whether by mistake or by malice. */
final class TestConfigLimits {
  private static final String PATH = "data.path = /data\n";

  private static AbstractThrowableAssert<?, ? extends Throwable> assertProblem(
      String text, String... overrides) {
    return assertThatThrownBy(() -> ConvoyConfig.parse("a.conf", text, List.of(overrides)))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("1 problem in the configuration:\n  ")
        .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(2));
  }

  @Test
  void deepNesting() {
    String tooDeep = "a.conf: sections, lists and names are nested more than 100 deep";
    assertProblem(PATH + "a = " + "{b=".repeat(10_000) + "1" + "}".repeat(10_000))
        .hasMessageEndingWith(tooDeep);
    assertProblem(PATH + "a = " + "[".repeat(10_000)).hasMessageEndingWith(tooDeep);
    assertProblem(PATH + "a.".repeat(10_000) + "b = 1").hasMessageEndingWith(tooDeep);
    assertProblem(PATH + "a.b.c.d.e.f { ".repeat(50)).hasMessageEndingWith(tooDeep);
    assertProblem(PATH, "a.".repeat(10_000) + "b=1")
        .hasMessageEndingWith(
            "command line: sections, lists and names are nested more than 100 deep");
    assertProblem(PATH, "model.layers=" + "[".repeat(10_000))
        .hasMessageContaining("command line: sections, lists");
  }

  @Test
  void whatOnlyLooksDeepIsRead() {
    String text =
        PATH
            + "# "
            + "{".repeat(1000)
            + "\n// "
            + "[".repeat(1000)
            + "\nmodel.name = \""
            + ".".repeat(1000)
            + "\\\"{{{\""
            + "\nmodel.freeze = ["
            + "a.b.c, ".repeat(1000)
            + "\"\"\""
            + "[".repeat(1000)
            + "\"\"\"]"
            + "\nsync { every = 2 }\n".repeat(1000);

    assertThat(ConvoyConfig.parse("a.conf", text, List.of()).model().freeze()).hasSize(1001);
  }

  @Test
  void longText() {
    assertProblem(PATH + "#".repeat(ConfigText.LARGEST))
        .hasMessageEndingWith("a.conf: it is larger than 4 MiB, the most that a config may be");
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThatThrownBy(() -> ConfigText.read(endless))
        .isInstanceOf(IOException.class)
        .hasMessage("it is larger than 4 MiB, the most that a config may be");
    assertThat(read("seed = 1")).isEqualTo("seed = 1");
  }

  private static String read(String text) {
    try {
      return ConfigText.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyProblemsAreCounted() {
    String unknown =
        IntStream.range(0, 100_000)
            .mapToObj("unknown%d = 1"::formatted)
            .collect(Collectors.joining("\n"));

    assertThatThrownBy(() -> ConvoyConfig.parse("a.conf", PATH + unknown, List.of()))
        .message()
        .satisfies(
            message -> {
              assertThat(message.lines()).hasSize(52);
              assertThat(message)
                  .startsWith("51 problems in the configuration:")
                  .endsWith("\n  and 99,950 more");
            });
  }

  @Test
  void longNamesAndNumbersAreCut() {
    assertThatThrownBy(
            () -> ConvoyConfig.parse("a.conf", PATH + "x".repeat(1_000_000) + " = 1", List.of()))
        .hasMessageContaining("x…: unknown key; known here: seed");
    assertProblem(PATH + "epochs = \"" + "9".repeat(1_000_000) + "\"")
        .hasMessageEndingWith("9…: expected an integer, at least 1");
    assertProblem(PATH + "epochs = \"1e999999999\"")
        .hasMessageContaining("must be at most 2147483647");
  }

  @Test
  void fileThatIncludesItself(@TempDir Path folder) throws IOException {
    Path a = folder.resolve("a.conf");
    Path b = folder.resolve("b.conf");
    Files.writeString(a, PATH + "include \"a.conf\"");
    Files.writeString(b, "include \"c.conf\"");
    Files.writeString(folder.resolve("c.conf"), "include \"b.conf\"");

    assertThatThrownBy(() -> parse(a))
        .hasMessage(
            "1 problem in the configuration:\n"
                + "  %1$s: include \"a.conf\": the file includes itself: %1$s, then %1$s",
            a);
    assertThatThrownBy(() -> parse(b))
        .hasMessageEndingWith(
            "the file includes itself: %s, then %s, then %s", b, folder.resolve("c.conf"), b);
  }

  @Test
  void filesThatAreIncludedOverAndOver(@TempDir Path folder) throws IOException {
    for (int level = 0; level < 20; level += 1) {
      Files.writeString(
          folder.resolve(level + ".conf"),
          "include \"%1$d.conf\"\ninclude \"%1$d.conf\"".formatted(level + 1));
    }

    Files.writeString(folder.resolve("20.conf"), PATH);
    assertThatThrownBy(() -> parse(folder.resolve("0.conf")))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("cannot be read: more than 100 includes");
  }

  @Test
  void deviceAsAnIncludedFile(@TempDir Path folder) throws IOException {
    Path a = folder.resolve("a.conf");
    Files.writeString(a, PATH + "include \"/dev/zero\"");

    assertThatThrownBy(() -> parse(a))
        .hasMessageEndingWith(
            "include \"/dev/zero\": /dev/zero cannot be read: it is a device or a pipe, not a"
                + " file");
    assertThatThrownBy(
            () -> ConvoyConfig.parse("a.conf", PATH, List.of("loss={include \"/dev/zero\"}")))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void includesOfWhatIsNoFile() {
    assertProblem(PATH + "include url(\"http://127.0.0.1:1/a.conf\")")
        .hasMessageEndingWith("only files can be included, without url(…)");
    assertProblem(PATH + "include classpath(\"a.conf\")")
        .hasMessageEndingWith("only files can be included, without classpath(…)");
  }

  private static ConvoyConfig parse(Path file) throws IOException {
    return ConvoyConfig.parse(file.toString(), Files.readString(file), List.of());
  }

  @Test
  void substitutionsThatMultiply() {
    String strings = bomb("\"xxxxxxxxxx\"", "${a%1$d}".repeat(10));
    String lists = bomb("[1]", "[" + "${a%1$d},".repeat(10) + "]");
    String objects = bomb("{x = 1}", "{x = ${a%1$d}, y = ${a%1$d}, z = ${a%1$d}}");
    String tooLarge = "the values of its substitutions ${…} make it larger than 4 MiB";
    assertProblem(strings).hasMessageContaining("a.conf: " + tooLarge);
    assertProblem(lists).hasMessageContaining(tooLarge);
    assertProblem(objects).hasMessageContaining(tooLarge);
    assertProblem("a = x\n" + "a = ${a}${a}\n".repeat(40))
        .hasMessageContaining("made of its own former value more than 16 times");
    assertProblem("a = []\n" + "a += 1\n".repeat(20_000))
        .hasMessageContaining("there are more than 1000 substitutions ${…}");
    assertProblem(
            IntStream.range(0, 900)
                .mapToObj(level -> "a%d = ${a%d}".formatted(level + 1, level))
                .collect(Collectors.joining("\n", "a0 = 1\n", "")))
        .hasMessageContaining("stand for each other through more than 50");
  }

  private static String bomb(String first, String next) {
    return IntStream.range(0, 20)
        .mapToObj(level -> "a%d = ".formatted(level + 1) + next.replace("%1$d", "" + level))
        .collect(Collectors.joining("\n", PATH + "a0 = " + first + "\n", ""));
  }

  @Test
  void usualSubstitutionsAreMade() {
    String text =
        """
        data.path = /data
        data.path = ${data.path}/photos
        data.transforms.train += randomHorizontalFlip
        data.transforms.train += {randomCrop {size = 32}}
        optimizer.learningRate = 0.1
        schedule { name = one-cycle, maxLr = ${optimizer.learningRate} }
        """;

    ConvoyConfig config = ConvoyConfig.parse("a.conf", text, List.of("optimizer.learningRate=0.2"));
    assertThat(config.data().path().orElseThrow()).hasToString("/data/photos");
    assertThat(config.data().transforms().train()).hasSize(2);
    assertThat(config.schedule().rule())
        .isInstanceOfSatisfying(
            OneCycleConfig.class, cycle -> assertThat(cycle.maxLr()).contains(0.2));
  }
}
