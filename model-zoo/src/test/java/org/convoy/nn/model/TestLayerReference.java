package org.convoy.nn.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/layers.md equal to what the catalog says. */
class TestLayerReference {
  private static final String INTRODUCTION =
      """
      # Layers

      <!-- Generated: do not edit. After a change of the catalog run
           ./mvnw -q -pl model-zoo -am test -Dtest=TestLayerReference \
      -Dsurefire.failIfNoSpecifiedTests=false -Dlayer.reference.write=true -->

      PyTorch's layers, as they stand in `model.layers`: a name alone, or \
      `{name {argument = value, …}}`. `residual`, `branches` and `sequential` put them together: \
      see [models.md](models.md#as-a-list-of-layers).
      """;

  /** With -Dlayer.reference.write=true it writes the page instead. */
  @Test
  void pageInDocsIsTheGeneratedOne() throws IOException {
    Path page = Path.of(System.getProperty("project.root"), "docs", "layers.md");
    String expected = INTRODUCTION + LayerCatalog.CATALOG.reference();
    if (Boolean.getBoolean("layer.reference.write")) {
      Files.writeString(page, expected);
    }

    assertThat(Files.readString(page).equals(expected))
        .as("%s is what the catalog says; the command in its head writes it anew", page)
        .isTrue();
  }
}
