package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** A data set whose labels are those of other classes. */
final class RelabeledDataset implements ImageDataset {
  private final ImageDataset dataset;
  private final LabelMapping mapping;

  RelabeledDataset(ImageDataset dataset, LabelMapping mapping) {
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.mapping = requireNonNull(mapping, "mapping is null");
  }

  @Override
  public int size() {
    return dataset.size();
  }

  @Override
  public List<String> classes() {
    return mapping.classes();
  }

  @Override
  public LabelMapping.Names classNames() {
    return dataset.classNames();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return dataset.imageShape();
  }

  @Override
  public int sampleBytes() {
    return dataset.sampleBytes();
  }

  @Override
  public SampleAccess access() {
    return dataset.access();
  }

  @Override
  public String location() {
    return dataset.location();
  }

  @Override
  public int[] labels(Configuration hadoop) {
    return Arrays.stream(dataset.labels(hadoop)).map(mapping::label).toArray();
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return relabel(dataset.read(hadoop, from, to));
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    return relabel(dataset.read(hadoop, ids));
  }

  private SampleIterator relabel(SampleIterator samples) {
    return new SampleIterator() {
      @Override
      public boolean hasNext() {
        return samples.hasNext();
      }

      @Override
      public Sample next() {
        Sample sample = samples.next();
        return new Sample(sample.id(), mapping.label(sample.label()), sample.image());
      }

      @Override
      public void close() {
        samples.close();
      }
    };
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return Fingerprint.of(classes(), read(hadoop, 0, size()));
  }

  @Override
  public String toString() {
    return "RelabeledDataset(%s, %s)".formatted(dataset, mapping);
  }
}
