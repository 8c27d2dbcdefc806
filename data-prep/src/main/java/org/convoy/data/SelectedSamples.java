package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** Picks ids out of a run of samples that holds them all. */
final class SelectedSamples implements SampleIterator {
  private final SampleIterator samples;
  private final int[] ids;
  private int position;

  private SelectedSamples(SampleIterator samples, int[] ids) {
    this.samples = requireNonNull(samples, "samples is null");
    this.ids = ids;
  }

  static SampleIterator read(Configuration hadoop, ImageDataset dataset, int[] ids) {
    SampleIds.check(ids, dataset.size());

    if (ids.length == 0) {
      return dataset.read(hadoop, 0, 0);
    }

    return new SelectedSamples(dataset.read(hadoop, ids[0], ids[ids.length - 1] + 1), ids.clone());
  }

  @Override
  public boolean hasNext() {
    return position < ids.length;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample after id " + ids[ids.length - 1]);
    }

    Sample sample = samples.next();

    while (sample.id() < ids[position]) {
      sample = samples.next();
    }

    position++;
    return sample;
  }

  @Override
  public void close() {
    samples.close();
  }
}
