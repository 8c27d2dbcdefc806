package org.convoy.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.convoy.config.Call;
import org.convoy.config.NormalizeConfig;
import org.convoy.run.file.RunException;
import org.convoy.zoo.Architecture;
import org.junit.jupiter.api.Test;

/** What docs/weights.md says of a model's metadata: files of it are kept for years. */
class TestModelDescription {
  private static final ModelDescription DESCRIPTION =
      new ModelDescription(
          new Architecture("lenet5", 2, 1, 28, 28),
          List.of("cat", "dog"),
          List.of(new Call("resize", Map.of("size", 28)), new Call("grayscale", Map.of())),
          new NormalizeConfig(List.of(0.5), List.of(0.25)));

  @Test
  void metadataAreWrittenAsDocumented() {
    assertThat(DESCRIPTION.metadata())
        .contains(
            entry("convoy.classes", "[\"cat\",\"dog\"]"),
            entry(
                "convoy.transforms",
                "[{\"name\":\"resize\",\"arguments\":{\"size\":28}},"
                    + "{\"name\":\"grayscale\",\"arguments\":{}}]"),
            entry("convoy.normalize", "{\"mean\":[0.5],\"std\":[0.25]}"));
  }

  @Test
  void metadataAreReadAgain() {
    assertThat(ModelDescription.of("a", DESCRIPTION.metadata())).isEqualTo(DESCRIPTION);
  }

  @Test
  void damagedMetadataAreRefused() {
    assertRefused("convoy.transforms", "[{\"name\":\"resize\"}]", "arguments is null");
    assertRefused("convoy.normalize", "{\"mean\":[0.5]}", "weights a: metadata: ");
  }

  @Test
  void nullsAreRefused() {
    assertRefused(
        "convoy.transforms", "[null]", "metadata: convoy.transforms has a null in [null].");
    assertRefused("convoy.transforms", "null", "metadata: convoy.transforms has a null in null.");
    assertRefused("convoy.classes", "[\"cat\",null]", "metadata: convoy.classes has a null in");
    assertRefused(
        "convoy.normalize",
        "{\"mean\":[null],\"std\":[0.25]}",
        "metadata: convoy.normalize has a null in");
    assertRefused("convoy.model", "null", "metadata: Not an architecture: null");
  }

  private static void assertRefused(String key, String value, String message) {
    Map<String, String> damaged = new HashMap<>(DESCRIPTION.metadata());
    damaged.put(key, value);
    assertThatThrownBy(() -> ModelDescription.of("a", damaged))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(message);
  }
}
