package org.convoy.run;

import java.io.IOException;

/** The run folder cannot be used as asked: the message says why and what to do. */
public sealed class RunException extends RuntimeException permits UnreadableCheckpointException {
  RunException(String message) {
    super(message);
  }

  /** Something that a file should hold cannot be read. */
  public static RunException unreadable(String what, String location, IOException cause) {
    return new RunException(
        what + " " + location + " cannot be read: " + cause.getMessage(), cause);
  }

  RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
