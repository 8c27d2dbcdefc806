package org.convoy.data.archive;

import org.convoy.data.DataException;

/** Contents of files, or parts of them, one after the other in the order they were asked for. */
public interface Contents extends AutoCloseable {
  /**
   * The next content.
   *
   * @throws java.util.NoSuchElementException after the last one
   * @throws DataException when the files cannot be read
   */
  byte[] next();

  /** Releases the files. Closing twice is harmless. */
  @Override
  void close();
}
