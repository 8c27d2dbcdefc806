package org.convoy.nn.kernel;

/**
 * What fits one Java buffer, which counts its bytes by an int: the limit of every tensor that Java
 * reads or writes. What only native kernels touch has none.
 */
public final class BufferLimit {
  /** The most floats in a buffer. */
  public static final long FLOATS = Integer.MAX_VALUE / Float.BYTES;

  private BufferLimit() {}

  /**
   * Refuses a flat vector that is too long.
   *
   * @param vector what it is, such as "The network's parameters"
   * @return the number of floats
   * @throws IllegalArgumentException if there are more than {@link #FLOATS}
   */
  public static int checkVector(String vector, long floats) {
    if (floats > FLOATS) {
      throw new IllegalArgumentException(
          "%s are %,d floats, %,d bytes; one vector holds at most %,d floats"
              .formatted(vector, floats, floats * Float.BYTES, FLOATS));
    }

    return Math.toIntExact(floats);
  }

  /**
   * Refuses a tensor of a batch that is too large.
   *
   * @param tensor what it is, such as "The input"
   * @param floats of one example
   * @throws IllegalArgumentException if the batch has more than {@link #FLOATS}; the message has
   *     the largest batch that would do
   */
  public static void checkBatch(String tensor, long floats, long batchSize) {
    if (floats * batchSize > FLOATS) {
      throw new IllegalArgumentException(
          "%s of a batch of %,d takes %,d bytes, more than one buffer holds; use batches of at most %,d"
              .formatted(tensor, batchSize, floats * batchSize * Float.BYTES, FLOATS / floats));
    }
  }
}
