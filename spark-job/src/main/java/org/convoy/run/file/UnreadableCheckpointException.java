package org.convoy.run.file;

/**
 * A checkpoint is whole, but this version of Convoy cannot go on from it. It stays where it is: the
 * version that wrote it can.
 */
public final class UnreadableCheckpointException extends RunException {
  public UnreadableCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
