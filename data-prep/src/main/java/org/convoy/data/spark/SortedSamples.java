package org.convoy.data.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.convoy.data.Sample;
import scala.Tuple2;

/** Checks while iterating that the positions are those of the worker and round, without a gap. */
final class SortedSamples implements Iterator<Sample> {
  private final WorkerRound share;
  private final Iterator<Tuple2<Integer, Sample>> sorted;
  private int offset;

  SortedSamples(WorkerRound share, Iterator<Tuple2<Integer, Sample>> sorted) {
    this.share = share;
    this.sorted = sorted;
  }

  @Override
  public boolean hasNext() {
    boolean more = sorted.hasNext();

    if (!more && offset < share.size()) {
      throw share.missing(offset);
    }

    return more;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample after " + offset);
    }

    Tuple2<Integer, Sample> pair = sorted.next();

    if (offset == share.size() || pair._1() < share.position(offset)) {
      throw share.repeated(pair._2());
    }

    if (pair._1() > share.position(offset)) {
      throw share.missing(offset);
    }

    offset++;
    return pair._2();
  }
}
