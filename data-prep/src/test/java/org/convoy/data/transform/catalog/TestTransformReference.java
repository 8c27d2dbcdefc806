package org.convoy.data.transform.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/transforms.md equal to what the catalog says. */
class TestTransformReference {
  private static final String INTRODUCTION =
      """
      # Transforms

      <!-- Generated: do not edit. After a change of the catalog run
           ./mvnw -q -pl data-prep -am test -Dtest=TestTransformReference \
      -Dsurefire.failIfNoSpecifiedTests=false -Dtransform.reference.write=true -->

      torchvision's transforms, by its names in camelCase, as they stand in `data.transforms.train` \
      and `data.transforms.validation`: a name alone, or `{name {argument = value, …}}`. \
      Those of images come first, then ToTensor and `data.normalize`, which are always there, then \
      those of tensors (randomErasing), then those of batches (mixup, cutMix, randomChoice). \
      See [data.md](data.md).
      """;

  /** With -Dtransform.reference.write=true it writes the page instead. */
  @Test
  void pageInDocsIsTheGeneratedOne() throws IOException {
    Path page = Path.of(System.getProperty("project.root"), "docs", "transforms.md");
    String expected = INTRODUCTION + TransformCatalog.CATALOG.reference();
    if (Boolean.getBoolean("transform.reference.write")) {
      Files.writeString(page, expected);
    }

    assertThat(Files.readString(page).equals(expected))
        .as("%s is what the catalog says; the command in its head writes it anew", page)
        .isTrue();
  }
}
