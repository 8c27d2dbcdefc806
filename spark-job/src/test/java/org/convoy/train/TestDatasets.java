package org.convoy.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.convoy.config.ConvoyConfig;
import org.convoy.data.DataException;
import org.convoy.data.Image;
import org.convoy.data.codec.PnmEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestDatasets {
  @TempDir private Path folder;

  @Test
  void refusesToValidateOnNothing() throws IOException {
    for (String name : List.of("cat", "dog")) {
      Path images = Files.createDirectories(folder.resolve("train").resolve(name));
      Files.write(images.resolve("1.pgm"), PnmEncoder.encode(new Image(1, 1, 1, new byte[1])));
    }

    ConvoyConfig config =
        ConvoyConfig.parse(
            "test.conf",
            "data {path = \"%s\", validationFraction = 0.5}".formatted(folder),
            List.of());

    assertThatThrownBy(() -> Datasets.open(config, new Configuration()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder
                + " (validation part): expected at least one image, found none. Give other data;"
                + " of a class with one image, data.validationFraction sets none aside.");
  }
}
