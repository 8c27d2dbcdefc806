package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.convoy.common.argument.Bounds;
import org.convoy.data.Sample;

/** Cuts samples into minibatches; the last one may be short. */
final class BatchSamples implements Iterator<List<Sample>> {
  /** A batch may be asked for that is larger than the data. */
  private static final int USUAL = 1024;

  private final Iterator<Sample> samples;
  private final int batchSize;

  BatchSamples(Iterator<Sample> samples, int batchSize) {
    Bounds.COUNT.check("batchSize", batchSize);

    this.samples = requireNonNull(samples, "samples is null");
    this.batchSize = batchSize;
  }

  @Override
  public boolean hasNext() {
    return samples.hasNext();
  }

  @Override
  public List<Sample> next() {
    List<Sample> batch = new ArrayList<>(Math.min(batchSize, USUAL));
    batch.add(samples.next());

    while (batch.size() < batchSize && samples.hasNext()) {
      batch.add(samples.next());
    }

    return batch;
  }
}
