package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another Java than the one that the tests run on, where Debian's place for them has one. */
final class TestOtherJava {
  private static final Path PLACE = Path.of("/usr/lib/jvm");

  @TempDir private Path folder;

  private static Optional<Path> javaOfVersion(int first, int last) throws IOException {
    try (Stream<Path> homes = Files.isDirectory(PLACE) ? Files.list(PLACE) : Stream.of()) {
      return homes.filter(home -> isWithin(home, first, last)).findFirst();
    }
  }

  private static boolean isWithin(Path home, int first, int last) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.matches("JAVA_VERSION=\"\\d+.*"))
          .map(line -> Integer.parseInt(line.replaceAll("\\D*(\\d+).*", "$1")))
          .anyMatch(version -> version >= first && version <= last);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aRunBegunOnJava17EndsOnALaterOneWithTheSameWeightsAndWithoutAWarning() throws Exception {
    assumeThat(System.getProperty("spark.line"))
        .as("Spark 3.5 runs on Java 17 alone")
        .isEqualTo("4");
    Optional<Path> old = javaOfVersion(17, 17);
    Optional<Path> later = javaOfVersion(24, 25);
    assumeThat(old).as("no Java 17 in %s", PLACE).isPresent();
    assumeThat(later).as("no Java 24 or 25 in %s", PLACE).isPresent();
    BegunRun run = new BegunRun(folder);
    Map<String, String> on17 = Map.of("JAVA_HOME", old.orElseThrow().toString());
    Map<String, String> onLater = Map.of("JAVA_HOME", later.orElseThrow().toString());

    Finished whole = run.whole(onLater);
    Finished ended = run.handedOver("begun", on17, onLater);

    assertThat(BegunRun.weights(ended)).isEqualTo(BegunRun.weights(whole));
    assertThat(whole.error()).doesNotContainIgnoringCase("warning");
    assertThat(ended.output()).contains("Continuing at epoch");
  }
}
