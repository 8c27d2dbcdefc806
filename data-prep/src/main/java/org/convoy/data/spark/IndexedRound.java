package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.convoy.data.Sample;

/** The samples of a worker in a round in the order of training, a window at a time. */
final class IndexedRound implements Iterator<Sample>, AutoCloseable {
  private final ReadAhead readAhead;
  private Window window;
  private Sample[] samples = new Sample[0];
  private int position;
  private boolean closed;

  IndexedRound(ReadAhead readAhead, Window first) {
    this.readAhead = requireNonNull(readAhead, "readAhead is null");
    this.window = requireNonNull(first, "first is null");
    readAhead.enter();
  }

  @Override
  public boolean hasNext() {
    return position < samples.length || window.size() > 0;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample left of the round");
    }

    if (position == samples.length) {
      samples = readAhead.take(window);
      position = 0;
      readAhead.readOn(window);
      window = window.next();
    }

    Sample sample = samples[position];
    samples[position] = null;
    position++;
    return sample;
  }

  /** Lets others read ahead in its place; what is being read stays for the next round. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      readAhead.leave();
    }
  }
}
