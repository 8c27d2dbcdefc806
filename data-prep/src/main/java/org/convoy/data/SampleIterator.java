package org.convoy.data;

import java.util.Iterator;

/**
 * Samples in ascending order of id, read as they are asked for.
 *
 * <p>It releases its files after the last sample; who stops earlier closes it. {@code next} throws
 * {@link DataException} when the data cannot be read.
 */
public interface SampleIterator extends Iterator<Sample>, AutoCloseable {
  /** Releases the files. Closing twice is harmless. */
  @Override
  void close();
}
