package org.convoy.train.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the files that a config includes. */
@FunctionalInterface
public interface IncludedFiles {
  /** Those of this machine alone. */
  IncludedFiles LOCAL = location -> Files.readString(Path.of(location));

  /**
   * The text of a file.
   *
   * @param location a path, or a URI where the including file was named by one
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} when there
   *     is none
   */
  String read(String location) throws IOException;
}
