package org.convoy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The diffs of docs/recipes apply to this tree, and the modules that they touch compile with them.
 * One that does not is made anew: apply it by hand, mend it, {@code git diff} it into its file.
 */
final class TestRecipes {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  /** A module below benchmarks stands on the others, which depend on each other by the alphabet. */
  private static final Comparator<String> ORDER_OF_COMPILATION =
      Comparator.comparing((String module) -> module.contains("/"))
          .thenComparing(Comparator.naturalOrder());

  @TempDir private Path tree;

  static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/recipes"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".patch"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void appliesAndCompiles(String recipe) throws Exception {
    Path patch = ROOT.resolve("docs/recipes").resolve(recipe);
    List<String> touched =
        Files.readAllLines(patch).stream()
            .filter(line -> line.startsWith("+++ b/"))
            .map(line -> line.substring("+++ b/".length()))
            .toList();
    TreeSet<String> modules = new TreeSet<>(ORDER_OF_COMPILATION);
    for (String file : touched) {
      copy(ROOT.resolve(file));
      if (file.endsWith(".java")) {
        modules.add(file.substring(0, file.indexOf("/src/")));
      }
    }

    for (String module : modules) {
      copyBelow(ROOT.resolve(module).resolve("src/main"));
    }

    apply(patch);

    for (String module : modules) {
      List<Path> sources =
          new ArrayList<>(javaBelow(tree.resolve(module).resolve("src/main/java")));
      touched.stream()
          .filter(file -> file.startsWith(module + "/src/test/java/"))
          .forEach(file -> sources.add(tree.resolve(file)));
      compile(sources, testClasses(module));
    }
  }

  /** Of the build that this test belongs to, whatever its folder is called. */
  private static Path testClasses(String module) throws Exception {
    Path own =
        Path.of(TestRecipes.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ROOT.resolve(module).resolve(ROOT.resolve("spark-job").relativize(own));
  }

  private void copyBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(Files::isRegularFile).forEach(this::copy);
    }
  }

  /** New files of a recipe are not there yet. */
  private void copy(Path file) {
    Path target = tree.resolve(ROOT.relativize(file).toString());
    try {
      if (Files.exists(file) && !Files.exists(target)) {
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply(Path patch) throws Exception {
    Path output = tree.resolve("git-apply.txt");
    Process git =
        new ProcessBuilder("git", "apply", "--verbose", patch.toString())
            .directory(tree.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(git.waitFor()).as(Files.readString(output)).isZero();
  }

  private static List<Path> javaBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  /** The modules as they are stand behind, for those that the recipe leaves alone. */
  private void compile(List<Path> sources, Path testClasses) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createDirectories(tree.resolve("classes"));
    String testClassPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-nowarn",
            "-Xlint:none",
            "-implicit:none",
            "-cp",
            classes + ":" + testClassPath + ":" + testClasses,
            "-d",
            classes.toString());
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(errors.toString()).isTrue();
    }
  }
}
