package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import org.convoy.data.Sample;
import org.convoy.data.sampler.ChunkedOrder;

/**
 * The samples of a worker in a round in the order of training, read window by window out of the
 * chunks; holds those of one window. Fails rather than leave one out or use one twice.
 */
final class WindowedSamples implements Iterator<Sample> {
  private final ChunkedOrder order;
  private final WorkerRound share;
  private final IntFunction<Iterator<Sample>> chunks;
  private final int windows;
  private Iterator<Sample> samples = Collections.emptyIterator();
  private int window;
  private int before;

  /**
   * @param chunks reads a chunk
   */
  WindowedSamples(ChunkedOrder order, WorkerRound share, IntFunction<Iterator<Sample>> chunks) {
    this.order = requireNonNull(order, "order is null");
    this.share = requireNonNull(share, "share is null");
    this.chunks = requireNonNull(chunks, "chunks is null");
    this.windows = order.windows(share.round(), share.worker());
  }

  @Override
  public boolean hasNext() {
    if (!samples.hasNext() && window < windows) {
      // Lets go of the last window before the next one is read.
      samples = Collections.emptyIterator();
      samples = Arrays.asList(read(window)).iterator();
      window++;
    }

    return samples.hasNext();
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample after " + share.size());
    }

    return samples.next();
  }

  private Sample[] read(int next) {
    Map<Integer, Integer> offsets = offsets(order.ids(share.round(), share.worker(), next));
    Sample[] read = new Sample[offsets.size()];
    int count = 0;

    for (int chunk : order.chunks(share.round(), share.worker(), next)) {
      count += pick(chunks.apply(chunk), offsets, read);
    }

    if (count < read.length) {
      throw share.missing(before + count);
    }

    before += count;
    return read;
  }

  private static Map<Integer, Integer> offsets(int[] ids) {
    Map<Integer, Integer> offsets = new HashMap<>();

    for (int offset = 0; offset < ids.length; offset++) {
      offsets.put(ids[offset], offset);
    }

    return offsets;
  }

  /** Puts those samples of a chunk that are in the window into their places; gives their number. */
  private int pick(Iterator<Sample> chunk, Map<Integer, Integer> offsets, Sample[] read) {
    int count = 0;

    while (chunk.hasNext()) {
      Sample sample = chunk.next();
      Integer offset = offsets.get(sample.id());

      if (offset == null) {
        continue;
      }

      if (read[offset] != null) {
        throw share.repeated(sample.id());
      }

      read[offset] = sample;
      count++;
    }

    return count;
  }
}
