package org.convoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * NOTICE names what convoy.jar bundles and under which licences, as Maven finds them in the
 * artifacts. With {@code -Dnotice.write=true} its list is written anew.
 */
final class TestNotice {
  private static final String HEADING = "Bundled jars\n============\n\n";
  private static final Path NOTICE = Path.of(System.getProperty("project.root")).resolve("NOTICE");

  @Test
  void namesWhatTheJarBundles() throws IOException {
    try (InputStream found = TestNotice.class.getResourceAsStream("/bundled.txt")) {
      assumeTrue(found != null, "only Maven writes bundled.txt: run it by ./mvnw");
      String bundled = new String(found.readAllBytes(), StandardCharsets.UTF_8).strip() + "\n";
      String notice = Files.readString(NOTICE);
      int list = notice.indexOf(HEADING) + HEADING.length();
      if (Boolean.getBoolean("notice.write")) {
        Files.writeString(NOTICE, notice.substring(0, list) + bundled);
      }

      assertThat(Files.readString(NOTICE).substring(list))
          .as("NOTICE; write it by -Dnotice.write=true and read what is new")
          .isEqualTo(bundled);
      assertThat(bundled).doesNotContain("Unknown license");
    }
  }
}
