package org.convoy.data.spark;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.util.TaskCompletionListener;
import org.convoy.data.Sample;
import org.convoy.data.sampler.EpochOrder;
import org.convoy.data.sampler.EpochPlan;
import org.convoy.spark.ScalaCollections;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The samples of an epoch by round and worker, following the same permutation of all samples as
 * {@link ShuffledEpoch}, without a shuffle: a task reads the samples of its worker and round from
 * the data set by their ids. Nothing is sent between executors and nothing is written; the first
 * round begins at once.
 *
 * <p>A task reads a window of samples at a time, in the order in which they lie in the files, on a
 * few threads, and the next window while it trains on this one; after the last it begins with the
 * first of the same worker's next round. What is read ahead is a cache: a task that does not find
 * its window reads it.
 */
final class IndexedSamples extends RDD<Sample> {
  private static final ClassTag<Sample> SAMPLE = ClassTag$.MODULE$.apply(Sample.class);

  private final IndexedDataset dataset;
  private final EpochPlan plan;

  /** A round and worker: round × workers + worker. */
  private record Share(int index) implements Partition {}

  IndexedSamples(SparkContext context, IndexedDataset dataset, EpochPlan plan) {
    super(context, ScalaCollections.list(List.<Dependency<?>>of()), SAMPLE);
    this.dataset = requireNonNull(dataset, "dataset is null");
    this.plan = requireNonNull(plan, "plan is null");
  }

  @Override
  public Partition[] getPartitions() {
    int count = Math.multiplyExact(plan.rounds().count(), plan.workers());
    return IntStream.range(0, count).mapToObj(Share::new).toArray(Partition[]::new);
  }

  /** Where the worker's round before was, if nothing changed since, and began to read this one. */
  @Override
  public scala.collection.immutable.List<String> getPreferredLocations(Partition partition) {
    List<String> executors = RoundPlacement.executors();
    List<String> preferred =
        executors.size() < 2
            ? List.of()
            : List.of(executors.get(partition.index() % plan.workers() % executors.size()));
    return ScalaCollections.list(preferred);
  }

  @Override
  public Iterator<Sample> compute(Partition partition, TaskContext context) {
    IndexedRound round =
        new IndexedRound(ReadAhead.OF_PROCESS, new Window(dataset, plan, partition.index(), 0));
    TaskCompletionListener release = task -> round.close();
    context.addTaskCompletionListener(release);
    return ScalaCollections.asScala(round);
  }

  /** The samples of a worker in a round in the order of training, a window at a time. */
  static final class IndexedRound implements java.util.Iterator<Sample>, AutoCloseable {
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
      boolean hasNext = position < samples.length || window.size() > 0;

      if (!hasNext) {
        close(); // A task may have many rounds.
      }

      return hasNext;
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

  /**
   * Samples that a task reads at a time: a part of what one worker trains in one round.
   *
   * @param partition round × workers + worker
   * @param index of the window in the round
   */
  record Window(IndexedDataset dataset, EpochPlan plan, int partition, int index) {
    Window {
      requireNonNull(dataset, "dataset is null");
      requireNonNull(plan, "plan is null");
    }

    private WorkerRound share() {
      return WorkerRound.ofPartition(plan, partition);
    }

    private int start() {
      return Math.min(share().size(), index * dataset.windowSize());
    }

    /** How many samples it has; 0 after the last of the round. */
    int size() {
      return Math.min(share().size() - start(), dataset.windowSize());
    }

    /** The ids in the order of training. */
    int[] ids() {
      EpochOrder order = plan.order();
      WorkerRound share = share();
      int[] ids = new int[size()];

      for (int i = 0; i < ids.length; i++) {
        ids[i] = order.id(share.position(start() + i));
      }

      return ids;
    }

    /** The one after it in the round. */
    Window next() {
      return new Window(dataset, plan, partition, index + 1);
    }

    /** What the worker needs after this window: of this round, or of the next one. */
    Optional<Window> following() {
      Window next = next();

      if (next.size() > 0) {
        return Optional.of(next);
      }

      return share().round() + 1 < plan.rounds().count()
          ? Optional.of(new Window(dataset, plan, partition + plan.workers(), 0))
              .filter(window -> window.size() > 0)
          : Optional.empty();
    }

    /** Whether nobody can need it any more when a task has come to the other one. */
    boolean isOver(Window other) {
      return !dataset.equals(other.dataset)
          || !plan.equals(other.plan)
          || share().round() < other.share().round();
    }
  }
}
