package org.convoy.data;

import java.io.IOException;
import org.convoy.data.file.FileFailure;

/**
 * Data cannot be read now, damaged or not: a data node, a server or a disk is away. What has
 * patience, the file system's client and Spark with its tasks, has tried again before.
 */
public final class DataAwayException extends RuntimeException {
  /**
   * The message reads {@code FILE: cannot be read: REASON. ADVICE}.
   *
   * @param file the file or folder concerned
   * @param cause what its file system said
   */
  public DataAwayException(String file, IOException cause) {
    super(
        "%s: cannot be read: %s. %s"
            .formatted(file, FileFailure.reason(cause), FileFailure.AWAY.advice()),
        cause);
  }

  /**
   * As above, where there is more to say.
   *
   * @param message what is away, why, and what to do
   */
  public DataAwayException(String message) {
    super(message);
  }
}
