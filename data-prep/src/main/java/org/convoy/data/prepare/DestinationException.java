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
    super("folder %s %s: %s".formatted(location, what, firstLine(failure)), failure);
    this.failure = requireNonNull(failure, "failure is null");
  }

  /** Remote exceptions bring their stack trace as text. */
  private static String firstLine(IOException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** What the file system said. */
  public IOException failure() {
    return failure;
  }
}
