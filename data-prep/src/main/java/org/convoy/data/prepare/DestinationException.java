package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * The file system of the folder failed: it has no space, the user may not write, or it does not
 * answer. What was finished stays, so it can be tried again.
 */
public final class DestinationException extends PrepareException {
  private final IOException failure;

  DestinationException(String location, String what, IOException failure) {
    super("folder %s %s: %s".formatted(location, what, failure.getMessage()), failure);
    this.failure = requireNonNull(failure, "failure is null");
  }

  /** What the file system said. */
  public IOException failure() {
    return failure;
  }
}
