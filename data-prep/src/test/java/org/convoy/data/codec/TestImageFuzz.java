package org.convoy.data.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte string may crash or hang the JVM, take much memory or fail in an unforeseen way. */
class TestImageFuzz {
  private static final Pattern SUMMARY =
      Pattern.compile("decoded (\\d+), refused (\\d+), peak (\\d+) MiB\n");
  // Of a JVM whose heap is bounded below.
  private static final int PEAK_MEBIBYTES = 500;

  @TempDir private Path folder;

  @Test
  void everyMutationDecodesOrIsRefused() throws Exception {
    fuzz(3_000, 1);
  }

  @Test
  @Tag("slow")
  void everyMutationOfManyDecodesOrIsRefused() throws Exception {
    fuzz(100_000, 2);
  }

  private void fuzz(int mutations, long seed) throws Exception {
    Path output = folder.resolve("output.txt");
    Process process = start(mutations, seed, output);

    try {
      assertThat(process.waitFor(9, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }

    String printed = Files.readString(output, UTF_8);
    Matcher summary = SUMMARY.matcher(printed);

    assertThat(process.exitValue()).as(printed).isZero();
    assertThat(summary.matches()).as(printed).isTrue();
    assertThat(Integer.parseInt(summary.group(1)) + Integer.parseInt(summary.group(2)))
        .isEqualTo(mutations);
    assertThat(Integer.parseInt(summary.group(1))).as("decoded").isGreaterThan(mutations / 50);
    assertThat(Integer.parseInt(summary.group(3))).as("MiB").isLessThan(PEAK_MEBIBYTES);
  }

  // Standard error holds the remarks of libjpeg.
  private Process start(int mutations, long seed, Path output) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            ImageFuzz.class.getName(),
            String.valueOf(mutations),
            String.valueOf(seed))
        .directory(folder.toFile())
        .redirectOutput(output.toFile())
        .redirectError(Redirect.DISCARD)
        .start();
  }
}
