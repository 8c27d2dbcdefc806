package org.convoy.run;

/**
 * A checkpoint is whole, but this version of Convoy cannot go on from it. It stays where it is: the
 * version that wrote it can.
 */
final class UnreadableCheckpointException extends RunException {
  UnreadableCheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
