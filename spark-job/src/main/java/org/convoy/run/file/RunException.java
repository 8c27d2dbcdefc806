package org.convoy.run.file;

import java.io.EOFException;
import java.io.IOException;
import org.convoy.data.FileFailure;

/** The run folder cannot be used as asked: the message says why and what to do. */
public sealed class RunException extends RuntimeException permits UnreadableCheckpointException {
  public RunException(String message) {
    super(message);
  }

  /**
   * Something that a file should hold cannot be read, to be thrown: {@link StorageAwayException}
   * where its file system is away.
   */
  public static RuntimeException unreadable(String what, String location, IOException cause) {
    String message =
        "%s %s cannot be read: %s".formatted(what, location, FileFailure.reason(cause)).strip();
    boolean isAway =
        !(cause instanceof EOFException) && FileFailure.ofReading(cause) == FileFailure.AWAY;
    return isAway
        ? new StorageAwayException(message + ". " + FileFailure.AWAY.advice(), cause)
        : new RunException(message, cause);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
