package org.convoy.config.binding;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads the files that a config includes. */
@FunctionalInterface
public interface IncludedFiles {
  /** Those of this machine alone. */
  IncludedFiles LOCAL =
      location -> {
        requireFile(Path.of(location));
        try (InputStream input = Files.newInputStream(Path.of(location))) {
          return ConfigText.read(input);
        }
      };

  /**
   * The text of a file.
   *
   * @param location a path, or a URI where the including file was named by one
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} when there
   *     is none
   */
  String read(String location) throws IOException;

  /**
   * Refuses devices and pipes, which may have no end or keep one waiting for ever.
   *
   * @throws IOException naming what it is
   */
  static void requireFile(Path path) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new IOException("it is a folder");
    }

    if (attributes.isOther()) {
      throw new IOException("it is a device or a pipe, not a file");
    }
  }
}
