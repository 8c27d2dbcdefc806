package org.convoy.data;

import java.util.function.Supplier;

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

  /**
   * Contents that nothing has to be released for.
   *
   * @param next gives each
   */
  static Contents of(Supplier<byte[]> next) {
    return new Contents() {
      @Override
      public byte[] next() {
        return next.get();
      }

      @Override
      public void close() {}
    };
  }
}
