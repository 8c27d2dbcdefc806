package org.convoy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.convoy.cli.process.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code lr-find} of a LeNet-5 on Fashion-MNIST. */
@ExtendWith(LocalSpark.class)
final class TestLrFindCommand {
  private static final Path DATA = Path.of("/usr/share/datasets/fashion-mnist");

  @TempDir private Path folder;

  @BeforeEach
  void setUp() throws IOException {
    Files.writeString(
        folder.resolve("lenet5.conf"),
        """
        batchSize = 32
        data { path = "%s", normalize { mean = [0.2860], std = [0.3530] } }
        model { name = lenet5 }
        optimizer { momentum = 0.9 }
        sync { strategy = slowmo, every = 20 }
        earlyStopping.patience = 1
        """
            .formatted(DATA));
  }

  private Finished find(String... more) {
    return Finished.of(
        Stream.concat(
                Stream.of(
                    "lr-find",
                    folder.resolve("lenet5.conf").toString(),
                    "--out",
                    folder.resolve("page.html").toString()),
                Stream.of(more))
            .toList());
  }

  @Test
  void suggestsARateAndDrawsTheCurve() throws Exception {
    assertThat(DATA)
        .as("Fashion-MNIST; install it with: apt-get install dataset-fashion-mnist")
        .exists();
    Finished found = find("--from", "1e-4", "--to", "100", "--steps", "60", "--json").successful();

    JsonNode result = found.json();
    assertThat(result.get("suggestion").asDouble()).isBetween(1e-3, 1.0);
    assertThat(result.get("exploded").asBoolean()).isTrue();
    JsonNode points = result.get("points");
    assertThat(points.size()).isBetween(20, 60);
    assertThat(points.get(0).get("learningRate").asDouble()).isEqualTo(1e-4);
    assertThat(points.get(0).get("loss").asDouble()).isBetween(2.2, 2.4);
    assertThat(found.lines())
        .anyMatch(line -> line.matches("Suggestion convoy train .*lenet5.conf optimizer.learn.*"))
        .anyMatch(line -> line.startsWith("Each step was that of sync.strategy = gradient; "));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("lenet5.conf", "page.html");
    }

    assertThat(folder.resolve("page.html")).content().contains("The loss falls fastest at a");
  }

  @Test
  void refusesARangeThatIsNone() {
    assertThat(find("--from", "1", "--to", "0.1").exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(find("--from", "1", "--to", "0.1").error())
        .startsWith("convoy: --from 1.0 --to 0.1: the learning rate grows, from above 0");
    assertThat(find("--steps", "3").error())
        .startsWith("convoy: --steps 3: at least 20 are needed to see where the loss falls");
    assertThat(folder.resolve("page.html")).doesNotExist();
  }
}
