package org.convoy.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.convoy.data.Sample;

/** Cuts samples into minibatches; the last one may be short. */
final class Batches implements Iterator<List<Sample>> {
  private final Iterator<Sample> samples;
  private final int batchSize;

  private Batches(Iterator<Sample> samples, int batchSize) {
    this.samples = samples;
    this.batchSize = batchSize;
  }

  /** One pass over the batches of one pass over the samples. */
  static Iterable<List<Sample>> of(Iterator<Sample> samples, int batchSize) {
    return () -> new Batches(samples, batchSize);
  }

  @Override
  public boolean hasNext() {
    return samples.hasNext();
  }

  @Override
  public List<Sample> next() {
    List<Sample> batch = new ArrayList<>(batchSize);
    while (batch.size() < batchSize && samples.hasNext()) {
      batch.add(samples.next());
    }

    return batch;
  }
}
