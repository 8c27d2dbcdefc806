package org.convoy.data.prepare;

/** The folder cannot be prepared as asked: the message says why and what to do. */
public final class PrepareException extends RuntimeException {
  PrepareException(String message) {
    super(message);
  }

  PrepareException(String message, Throwable cause) {
    super(message, cause);
  }
}
