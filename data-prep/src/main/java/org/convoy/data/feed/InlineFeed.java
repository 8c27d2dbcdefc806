package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntFunction;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;

/** Makes each batch in the calling thread when it is asked for, straight into its buffer. */
public final class InlineFeed implements BatchFeed {
  private final BatchSamples samples;
  private final BatchWriter writer;
  private final BatchRepair repair;

  /**
   * A feed of all the samples.
   *
   * @param batchSize at least 1
   */
  public InlineFeed(
      Iterator<Sample> samples, int batchSize, BatchWriter writer, BadImagePolicy policy) {
    this.repair = new BatchRepair(policy);
    this.samples = new BatchSamples(samples, batchSize);
    this.writer = requireNonNull(writer, "writer is null");
  }

  @Override
  public boolean hasNext() {
    return samples.hasNext();
  }

  @Override
  public Batch next(IntFunction<FloatBuffer> input) {
    List<Sample> batch = samples.next();
    FloatBuffer images = input.apply(batch.size());
    SortedMap<Integer, DataException> failures = write(batch, images);
    if (failures.isEmpty()) {
      return Batch.of(batch, images);
    }

    List<Sample> repaired = repair.repaired(batch, failures);
    if (repaired.size() < batch.size() && !repaired.isEmpty()) {
      images = input.apply(repaired.size());
    }

    write(repaired, images);
    return Batch.of(repaired, images);
  }

  private SortedMap<Integer, DataException> write(List<Sample> batch, FloatBuffer images) {
    return repair.failures(batch.size(), index -> writer.write(batch.get(index), images, index));
  }

  @Override
  public List<String> badImages() {
    return repair.names();
  }

  @Override
  public void close() {}
}
