package org.convoy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Map;
import org.convoy.command.Command.Finished;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that begins on one line of Spark and ends on the other, with the jars of both builds. */
@Tag("spark")
final class TestOtherSpark {
  private static final Path JAR_FOR_4 =
      Path.of(System.getProperty("project.root"), "spark-job/target/convoy-spark4.jar");
  private static final Map<String, String> ON_4 =
      Map.of("CONVOY_SPARK", "4", "CONVOY_JAR", JAR_FOR_4.toString());
  private static final Map<String, String> ON_3 = Map.of();

  @TempDir private static Path folder;

  private static BegunRun run;
  private static String weights;

  @BeforeAll
  static void trainOnOne() throws Exception {
    assumeThat(JAR_FOR_4).as("the build for Spark 4 makes it: ./mvnw package").exists();
    run = new BegunRun(folder);
    weights = BegunRun.weights(run.whole(ON_3));
  }

  @Test
  void from3To4() throws Exception {
    Finished ended = run.handedOver("up", ON_3, ON_4);

    assertThat(BegunRun.weights(ended)).isEqualTo(weights);
    assertThat(ended.output()).contains("Continuing at epoch");
  }

  @Test
  void from4To3() throws Exception {
    Finished ended = run.handedOver("down", ON_4, ON_3);

    assertThat(BegunRun.weights(ended)).isEqualTo(weights);
    assertThat(ended.output()).contains("Continuing at epoch");
  }
}
