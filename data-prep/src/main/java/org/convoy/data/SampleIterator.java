package org.convoy.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

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

  /** Reads one sample after the other. */
  interface Source extends AutoCloseable {
    /**
     * Reads a sample.
     *
     * @param id the next one of those that the source was opened for
     */
    Sample read(int id);

    /** Releases the files. Closing twice is harmless. */
    @Override
    default void close() {}
  }

  /**
   * Checks ids that are to be read.
   *
   * @throws IllegalArgumentException unless they strictly ascend
   * @throws IndexOutOfBoundsException unless they are within 0…size-1
   */
  static void checkIds(int[] ids, int size) {
    for (int i = 0; i < ids.length; i++) {
      Objects.checkIndex(ids[i], size);

      if (i > 0 && ids[i] <= ids[i - 1]) {
        throw new IllegalArgumentException(
            "ids must ascend, but %d follows %d".formatted(ids[i], ids[i - 1]));
      }
    }
  }

  /** The ids {@code from}…{@code to - 1}. */
  static int[] ids(int from, int to) {
    int[] ids = new int[to - from];

    for (int i = 0; i < ids.length; i++) {
      ids[i] = from + i;
    }

    return ids;
  }

  /**
   * The samples with these ids, of a source that was opened for them.
   *
   * @param ids ascending; not changed any more
   */
  static SampleIterator of(int[] ids, Source source) {
    if (ids.length == 0) {
      source.close();
    }

    return new SampleIterator() {
      private int position;

      @Override
      public boolean hasNext() {
        return position < ids.length;
      }

      @Override
      public Sample next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no sample left of " + ids.length);
        }

        Sample sample = source.read(ids[position]);
        position++;
        if (!hasNext()) {
          close();
        }

        return sample;
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  /**
   * Those of these samples that have certain ids.
   *
   * @param ids ascending, all of them among the samples
   */
  default SampleIterator only(int[] ids) {
    SampleIterator all = this;
    return of(
        ids,
        new Source() {
          @Override
          public Sample read(int id) {
            Sample sample = all.next();
            while (sample.id() < id) {
              sample = all.next();
            }

            return sample;
          }

          @Override
          public void close() {
            all.close();
          }
        });
  }
}
