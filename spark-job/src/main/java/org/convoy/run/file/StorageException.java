package org.convoy.run.file;

/** Files cannot be written or read where the run is, until a person changes something there. */
public class StorageException extends RuntimeException {
  /** Of what the message tells. */
  public StorageException(String message) {
    super(message);
  }

  /** As above, with what failed. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
