package org.convoy.run.file;

import java.io.EOFException;
import java.io.IOException;
import org.convoy.data.file.FileFailure;

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
    FileFailure kind =
        cause instanceof EOFException ? FileFailure.WRONG : FileFailure.ofReading(cause);
    return switch (kind) {
      case AWAY -> new StorageAwayException(message + ". " + kind.advice(), cause);
      case DENIED ->
          new RunException(message + ". Let this user read it, or run as another one.", cause);
      default -> new RunException(message, cause);
    };
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
