package org.convoy.data.prepare;

/** The folder cannot be prepared as asked: the message says why and what to do. */
public sealed class PrepareException extends RuntimeException permits DestinationException {
  PrepareException(String message) {
    super(message);
  }

  PrepareException(String message, Throwable cause) {
    super(message, cause);
  }
}
