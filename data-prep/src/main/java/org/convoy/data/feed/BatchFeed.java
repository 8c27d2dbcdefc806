package org.convoy.data.feed;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Minibatches of samples, in the samples' order; the last one may be short. What the batches hold
 * does not depend on which implementation makes them.
 */
public interface BatchFeed extends AutoCloseable {
  boolean hasNext();

  /**
   * Writes the images of the next batch and returns its labels: none if all its images are bad and
   * left out.
   *
   * @param input gives the buffer to write into, for the number of images that the batch has
   * @throws org.convoy.data.DataException when an image cannot be decoded or does not fit
   */
  int[] next(IntFunction<FloatBuffer> input);

  /** Names of the bad images in the batches so far that were borne, in the order of the samples. */
  List<String> badImages();

  /** Ends the work that is under way for batches that nobody will ask for. */
  @Override
  void close();
}
