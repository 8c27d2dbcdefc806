package org.convoy.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Images of one pixel with given labels. */
record FixedDataset(List<String> classes, LabelMapping.Names classNames, List<Integer> given)
    implements ImageDataset {
  FixedDataset(List<String> classes, LabelMapping.Names classNames, Integer... labels) {
    this(classes, classNames, List.of(labels));
  }

  @Override
  public int size() {
    return given.size();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(new ImageShape(1, 1, 1));
  }

  @Override
  public int sampleBytes() {
    return 1;
  }

  @Override
  public String location() {
    return "here";
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return new SampleIterator() {
      private int next = from;

      @Override
      public boolean hasNext() {
        return next < to;
      }

      @Override
      public Sample next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no sample after " + to);
        }

        Image image = new Image(1, 1, 1, new byte[] {(byte) next});
        return new Sample(next, given.get(next++), image);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return Fingerprint.of(classes, read(hadoop, 0, size()));
  }
}
