package org.convoy.data.codec;

/**
 * A file is no image that Convoy reads, or a damaged one. Its message is the reason in one line.
 */
public final class BadImageException extends RuntimeException {
  public BadImageException(String reason) {
    super(reason);
  }

  public BadImageException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
