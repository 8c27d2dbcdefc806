package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import org.convoy.data.Sample;

/** Makes each batch in the calling thread when it is asked for, straight into its buffer. */
public final class InlineFeed implements BatchFeed {
  private final BatchSamples samples;
  private final BatchWriter writer;

  /**
   * A feed of all the samples.
   *
   * @param batchSize at least 1
   */
  public InlineFeed(Iterator<Sample> samples, int batchSize, BatchWriter writer) {
    this.samples = new BatchSamples(samples, batchSize);
    this.writer = requireNonNull(writer, "writer is null");
  }

  @Override
  public boolean hasNext() {
    return samples.hasNext();
  }

  @Override
  public int[] next(IntFunction<FloatBuffer> input) {
    List<Sample> batch = samples.next();
    FloatBuffer images = input.apply(batch.size());

    for (int index = 0; index < batch.size(); index++) {
      writer.write(batch.get(index), images, index);
    }

    return BatchSamples.labels(batch);
  }

  @Override
  public void close() {}
}
