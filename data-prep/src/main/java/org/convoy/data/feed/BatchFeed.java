package org.convoy.data.feed;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.data.Sample;

/**
 * Minibatches of samples, in the samples' order; the last one may be short. What the batches hold
 * does not depend on which implementation makes them.
 */
public interface BatchFeed extends AutoCloseable {
  boolean hasNext();

  /**
   * Writes the images of the next batch; it has none if all its images are bad and left out.
   *
   * @param input gives the buffer to write into, for the number of images that the batch has
   * @throws org.convoy.data.DataException when an image cannot be decoded or does not fit
   */
  Batch next(IntFunction<FloatBuffer> input);

  /**
   * A minibatch.
   *
   * @param ids of its samples, in the order of its images
   * @param labels likewise
   * @param images what was given to write into; empty if there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // a value between two methods, never compared
  record Batch(int[] ids, int[] labels, FloatBuffer images) {
    private static final FloatBuffer NO_IMAGES = FloatBuffer.allocate(0);

    static Batch of(List<Sample> samples, FloatBuffer images) {
      return new Batch(
          samples.stream().mapToInt(Sample::id).toArray(),
          samples.stream().mapToInt(Sample::label).toArray(),
          samples.isEmpty() ? NO_IMAGES : images);
    }
  }

  /** Names of the bad images in the batches so far that were borne, in the order of the samples. */
  List<String> badImages();

  /** Ends the work that is under way for batches that nobody will ask for. */
  @Override
  void close();

  /** Makes a sample's image an image of a minibatch. A pure function, called from any thread. */
  @FunctionalInterface
  public interface BatchWriter extends Serializable {
    /**
     * Writes the image at its place in a batch.
     *
     * @param batch images one after the other, CHW, as many as the batch has
     * @param index of the sample in the batch, from 0
     * @throws org.convoy.data.DataException when the image cannot be decoded or does not fit
     */
    void write(Sample sample, FloatBuffer batch, int index);
  }

  /** What becomes of the images of a minibatch that cannot be decoded. */
  public enum BadImagePolicy {
    /** The first of them ends it all. */
    REFUSE,
    /**
     * The next good sample of the same minibatch, the first after the last one, takes the place of
     * each, with the random numbers of the one that it replaces: steps, their sizes and every other
     * sample are what they were, and which sample it is depends on the minibatch alone.
     */
    REPLACE,
    /** The minibatch is smaller. */
    LEAVE_OUT
  }
}
