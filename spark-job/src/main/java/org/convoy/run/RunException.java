package org.convoy.run;

/** The run folder cannot be used as asked: the message says why and what to do. */
public final class RunException extends RuntimeException {
  RunException(String message) {
    super(message);
  }

  RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
