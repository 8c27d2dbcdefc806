package org.convoy.data.feed;

import java.io.Serializable;
import java.nio.FloatBuffer;
import org.convoy.data.Sample;

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
