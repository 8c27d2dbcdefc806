package org.convoy.data;

import java.util.Objects;

/** Sets of sample ids, as ascending arrays. */
public final class SampleIds {
  private SampleIds() {}

  /**
   * Checks ids that are to be read.
   *
   * @throws IllegalArgumentException unless they strictly ascend
   * @throws IndexOutOfBoundsException unless they are within 0…size-1
   */
  public static void check(int[] ids, int size) {
    for (int i = 0; i < ids.length; i++) {
      Objects.checkIndex(ids[i], size);

      if (i > 0 && ids[i] <= ids[i - 1]) {
        throw new IllegalArgumentException(
            "ids must ascend, but %d follows %d".formatted(ids[i], ids[i - 1]));
      }
    }
  }

  /** The ids {@code from}…{@code to - 1}. */
  public static int[] range(int from, int to) {
    int[] ids = new int[to - from];

    for (int i = 0; i < ids.length; i++) {
      ids[i] = from + i;
    }

    return ids;
  }
}
