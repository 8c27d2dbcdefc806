package org.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/api.md compile against the modules that they are for. */
final class TestJavaOfPages {
  private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs/api.md");
  private static final Pattern PROGRAM = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern NAME = Pattern.compile("public final class (\\w+)");

  @TempDir private Path folder;

  @Test
  void compile() throws IOException {
    List<Path> programs =
        PROGRAM
            .matcher(Files.readString(PAGE))
            .results()
            .map(program -> written(program.group(1)))
            .toList();

    assertThat(programs).hasSizeGreaterThanOrEqualTo(4);
    assertThat(problems(programs)).isEmpty();
  }

  private Path written(String program) {
    MatchResult name = NAME.matcher(program).results().findFirst().orElseThrow();
    try {
      return Files.writeString(folder.resolve(name.group(1) + ".java"), program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String problems(List<Path> programs) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-nowarn",
            "-Xlint:none",
            "-cp",
            classPath,
            "-d",
            folder.toString());
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean isCompiled =
          compiler
              .getTask(
                  problems, files, null, options, null, files.getJavaFileObjectsFromPaths(programs))
              .call();
      return isCompiled ? "" : problems.toString();
    }
  }
}
