package org.convoy.collective;

import java.nio.FloatBuffer;

/** What becomes of the mean of the own slice before all others get it: arithmetic on elements. */
@FunctionalInterface
public interface SliceUpdate {
  /** Leaves the mean as it is. */
  SliceUpdate NONE = (vector, offset, mean) -> {};

  /**
   * Changes a stretch of a mean in place. Each element of the own slice passes once.
   *
   * @param vector which of the vectors
   * @param offset of the stretch's first element in that vector
   * @param mean the stretch, from position 0 to its limit
   */
  void update(int vector, int offset, FloatBuffer mean);
}
