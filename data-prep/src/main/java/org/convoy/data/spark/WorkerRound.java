package org.convoy.data.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.EpochPlan.Slot;
import scala.Tuple2;

/**
 * What one worker gets in one round: puts its samples into the order of training, and fails rather
 * than leave one out or use one twice.
 */
record WorkerRound(EpochPlan plan, int round, int worker) {
  static WorkerRound ofPartition(EpochPlan plan, int partition) {
    return new WorkerRound(plan, partition / plan.workers(), partition % plan.workers());
  }

  int size() {
    return plan.samplesInRound(round, worker);
  }

  int position(int offset) {
    return plan.position(new Slot(round, worker, offset));
  }

  /** Orders samples that arrive in any order, holding them all in memory. */
  @SuppressWarnings("unchecked") // Only such elements are put into the array.
  <T> Iterator<T> arrange(Iterator<Tuple2<Integer, T>> placed) {
    Object[] samples = new Object[size()];
    int count = 0;

    for (; placed.hasNext(); count++) {
      Tuple2<Integer, T> pair = placed.next();
      int offset = plan.slot(pair._1()).offset();

      if (samples[offset] != null) {
        throw repeated(plan.order().id(pair._1()));
      }

      samples[offset] = pair._2();
    }

    if (count < samples.length) {
      throw missing(count);
    }

    return (Iterator<T>) Arrays.asList(samples).iterator();
  }

  /** Passes samples on that arrive in order of position. */
  Iterator<Sample> verify(Iterator<Tuple2<Integer, Sample>> sorted) {
    return new SortedSamples(this, sorted);
  }

  DataException repeated(int id) {
    return unexpected("id %d twice".formatted(id));
  }

  DataException missing(int found) {
    return unexpected("only " + found);
  }

  private DataException unexpected(String found) {
    return new DataException(
        "samples of epoch %d, round %d, worker %d".formatted(plan.epoch(), round, worker),
        "%d samples, each id 0…%d once an epoch".formatted(size(), plan.size() - 1),
        found,
        "The RDD lacks samples or holds some twice: read the data set again.");
  }

  /** Checks while iterating that the positions are those of the worker and round, without a gap. */
  static final class SortedSamples implements Iterator<Sample> {
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
        throw share.repeated(pair._2().id());
      }

      if (pair._1() > share.position(offset)) {
        throw share.missing(offset);
      }

      offset++;
      return pair._2();
    }
  }
}
