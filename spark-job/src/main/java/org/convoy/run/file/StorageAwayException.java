package org.convoy.run.file;

/** The run's file system did not answer for longer than was to be waited. It may come back. */
public final class StorageAwayException extends StorageException {
  public StorageAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
