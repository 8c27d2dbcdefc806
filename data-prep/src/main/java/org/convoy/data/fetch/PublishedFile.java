package org.convoy.data.fetch;

import static java.util.Objects.requireNonNull;

/**
 * A file that somebody publishes.
 *
 * @param name its name below every address
 * @param sha256 SHA-256 of its content as 64 lower-case hexadecimal digits
 */
public record PublishedFile(String name, String sha256) {
  public PublishedFile {
    requireNonNull(name, "name is null");

    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "sha256 of %s must be 64 hexadecimal digits, not \"%s\"".formatted(name, sha256));
    }
  }
}
