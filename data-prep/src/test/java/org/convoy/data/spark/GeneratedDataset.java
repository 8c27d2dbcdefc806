package org.convoy.data.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.convoy.data.Image;
import org.convoy.data.ImageDataset;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.ImageShape;
import org.convoy.data.Sample;
import org.convoy.data.SampleIterator;

/** A data set computed from the ids; counts the samples made and the readers not yet closed. */
record GeneratedDataset(int size) implements ImageDataset {
  static final AtomicInteger SAMPLES_MADE = new AtomicInteger();
  static final AtomicInteger OPEN_READERS = new AtomicInteger();

  private static final ImageShape SHAPE = new ImageShape(2, 3, 1);

  static Sample sample(int id) {
    byte[] pixels = new byte[SHAPE.elements()];

    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (id >> i);
    }

    return new Sample(id, id % 10, new Image(2, 3, 1, pixels));
  }

  @Override
  public List<String> classes() {
    return IntStream.range(0, 10).mapToObj(String::valueOf).toList();
  }

  @Override
  public Optional<ImageShape> imageShape() {
    return Optional.of(SHAPE);
  }

  @Override
  public int sampleBytes() {
    return SHAPE.elements();
  }

  @Override
  public String location() {
    return "generated";
  }

  @Override
  public SampleAccess access() {
    return SampleAccess.BY_ID;
  }

  @Override
  public SampleIterator read(Configuration hadoop, int from, int to) {
    return new GeneratedSamples(IntStream.range(from, to).iterator());
  }

  @Override
  public SampleIterator read(Configuration hadoop, int[] ids) {
    SampleIterator.checkIds(ids, size);
    return new GeneratedSamples(Arrays.stream(ids).iterator());
  }

  @Override
  public String fingerprint(Configuration hadoop) {
    return "%064x".formatted(size);
  }

  private static final class GeneratedSamples implements SampleIterator {
    private final Iterator<Integer> ids;
    private boolean closed;

    private GeneratedSamples(Iterator<Integer> ids) {
      this.ids = ids;
      OPEN_READERS.incrementAndGet();
    }

    @Override
    public boolean hasNext() {
      return ids.hasNext();
    }

    @Override
    public Sample next() {
      SAMPLES_MADE.incrementAndGet();
      return sample(ids.next());
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        OPEN_READERS.decrementAndGet();
      }
    }
  }
}
