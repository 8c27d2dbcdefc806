package org.convoy.golden;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.convoy.golden.reference.GoldenCase;

/**
 * Checks cases that PyTorch and torchvision computed: {@code GoldenRunner DIR}. Prints a line for
 * each case that fails, then {@code N passed, M failed}.
 */
public final class GoldenRunner {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final PrintStream out;
  private final PrintStream err;
  private int passed;
  private int failed;

  GoldenRunner(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] args) {
    System.exit(new GoldenRunner(System.out, System.err).run(args));
  }

  /** Checks the cases; gives the exit code: 0 all passed, 1 some failed, 2 there are none. */
  int run(String... args) {
    if (args.length != 1 || args[0].startsWith("-")) {
      err.println("Usage: scripts/golden DIR, a folder with cases (*.safetensors) at any depth");
      return USAGE;
    }

    Path folder = Path.of(args[0]);
    try {
      List<Path> files = casesBelow(folder);
      if (files.isEmpty()) {
        err.println("No cases (*" + GoldenCase.EXTENSION + ") in " + folder);
        return USAGE;
      }

      files.forEach(file -> check(folder, file));
    } catch (IOException e) {
      err.println("Cannot list " + folder + ": " + e);
      return USAGE;
    }

    out.println(passed + " passed, " + failed + " failed");
    return failed == 0 ? PASSED : FAILED;
  }

  /** All files of cases, sorted. */
  static List<Path> casesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(GoldenCase.EXTENSION))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private void check(Path folder, Path file) {
    String name = nameOf(folder, file);
    CaseResult result = check(file);
    if (result.passed()) {
      passed++;
      result
          .lacking()
          .forEach((kernel, why) -> err.println(name + " not on " + kernel + ": " + why));
    } else {
      failed++;
      out.println(result.describe(name));
    }
  }

  /** Reads and runs a case; whatever goes wrong is its failure. */
  static CaseResult check(Path file) {
    try {
      GoldenCase golden = GoldenCase.read(file);
      return CaseResult.of(golden, Checks.of(golden.op()).attempts(golden));
    } catch (RuntimeException | Error e) {
      return CaseResult.failed(CaseResult.message(e));
    }
  }

  /** The path below the folder without extension. */
  static String nameOf(Path folder, Path file) {
    Path relative = file.equals(folder) ? file.getFileName() : folder.relativize(file);
    String name = relative.toString().replace('\\', '/');
    return name.substring(0, name.length() - GoldenCase.EXTENSION.length());
  }
}
