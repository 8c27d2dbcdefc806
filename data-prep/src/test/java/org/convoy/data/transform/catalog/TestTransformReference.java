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
           mvn -q -pl data-prep -am test -Dtest=TestTransformReference \
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

    if (Boolean.getBoolean("transform.reference.write")) {
      Files.writeString(page, markdown());
    }

    assertThat(page).content().isEqualTo(markdown());
  }

  private static String markdown() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    TransformCatalog.descriptions().forEach(transform -> page.append(section(transform)));
    return page.toString();
  }

  private static String section(TransformDescription transform) {
    StringBuilder section =
        new StringBuilder("\n## `%s`\n\n%s\n".formatted(transform.name(), transform.description()));

    if (!transform.arguments().isEmpty()) {
      section.append("\n| argument | default | value | meaning |\n| --- | --- | --- | --- |\n");
      transform.arguments().forEach(argument -> section.append(row(argument)));
    }

    return section.toString();
  }

  private static String row(ArgumentDescription argument) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            argument.name(),
            argument.defaultValue().map(value -> "`" + value + "`").orElse("required"),
            argument.allowed(),
            argument.description());
  }
}
