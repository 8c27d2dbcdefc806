package org.convoy.data.sampler;

import java.io.Serializable;

/**
 * A data set cut into chunks of neighbouring ids, all of one size but for a shorter last one.
 *
 * @param size number of samples in the data set, at least 1
 * @param chunkSize samples of a chunk, at least 1
 */
public record Chunks(int size, int chunkSize) implements Serializable {
  public Chunks {
    requirePositive("size", size);
    requirePositive("chunkSize", chunkSize);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s must be at least 1, not %d".formatted(name, value));
    }
  }

  /** How many chunks there are. */
  public int count() {
    return (size - 1) / chunkSize + 1;
  }

  /** First id of a chunk; of the chunk after the last, the size of the data set. */
  public int start(int chunk) {
    return (int) Math.min((long) chunk * chunkSize, size);
  }

  /** Samples of a chunk. */
  int length(int chunk) {
    return start(chunk + 1) - start(chunk);
  }
}
