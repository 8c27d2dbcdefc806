package org.convoy.data.spark;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.data.sampler.Slot;
import scala.Tuple2;

/** The samples of one worker in one round; fails rather than leave one out or use one twice. */
final class WorkerSamples implements Iterator<Sample> {
  private final Iterator<Tuple2<Integer, Sample>> pairs;
  private final EpochPlan plan;
  private final int round;
  private final int worker;
  private final int count;
  private int offset;

  WorkerSamples(Iterator<Tuple2<Integer, Sample>> pairs, EpochPlan plan, int round, int worker) {
    this.pairs = pairs;
    this.plan = plan;
    this.round = round;
    this.worker = worker;
    this.count = plan.samplesInRound(round, worker);
  }

  @Override
  public boolean hasNext() {
    boolean more = pairs.hasNext();

    if (more != offset < count) {
      throw unexpected(more ? "more than that" : "only " + offset);
    }

    return more;
  }

  @Override
  public Sample next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no sample after " + count);
    }

    Tuple2<Integer, Sample> pair = pairs.next();

    if (pair._1() != plan.position(new Slot(round, worker, offset))) {
      throw unexpected("sample id %d as number %d".formatted(pair._2().id(), offset));
    }

    offset++;
    return pair._2();
  }

  private DataException unexpected(String found) {
    return new DataException(
        "samples of epoch %d, round %d, worker %d".formatted(plan.epoch(), round, worker),
        "%d samples, each id 0…%d once an epoch".formatted(count, plan.size() - 1),
        found,
        "The RDD lacks samples or holds some twice: read the data set again.");
  }
}
