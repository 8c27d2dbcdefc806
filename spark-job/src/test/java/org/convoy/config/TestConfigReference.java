package org.convoy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestConfigReference {

  /** With -Dconfig.reference.write=true it writes the page instead. */
  @Test
  void pageInDocsIsTheGeneratedOne() throws IOException {
    Path page = Path.of(System.getProperty("project.root"), "docs", "config-reference.md");
    if (Boolean.getBoolean("config.reference.write")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ConfigReference.markdown());
    }

    assertThat(Files.readString(page).equals(ConfigReference.markdown()))
        .as("%s is what the config's records say; the command in its head writes it anew", page)
        .isTrue();
  }
}
