package org.convoy.golden.reference;

/** A file is no case: the message says what is missing or wrong. */
public final class UnreadableCaseException extends RuntimeException {
  UnreadableCaseException(String message, Throwable cause) {
    super(message, cause);
  }

  UnreadableCaseException(String message) {
    super(message);
  }
}
