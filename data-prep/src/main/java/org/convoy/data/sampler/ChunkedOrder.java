package org.convoy.data.sampler;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.convoy.common.RandomKey;
import org.convoy.common.argument.Bounds;

/**
 * The order in which an epoch takes the samples when it deals chunks of them: a pure function of
 * the plan and the size of the chunks. Each sample that the plan has is in it exactly once.
 *
 * <p>The chunks are put into an order drawn from (seed, epoch), and the ids within each into one
 * drawn from (seed, epoch, chunk). Of the list of ids that this gives, every worker gets one
 * contiguous piece, as long as the plan's steps of that worker, and every round of the worker the
 * next part of its piece. What a worker trains in a round is shuffled once more, in windows of at
 * most eight chunks' samples, so that a window fits into memory however long the round is.
 *
 * <p>So a round of n samples needs at most n / chunkSize + 2 chunks, and possibly the shorter last
 * one. Unlike {@link EpochOrder}, the order depends on the rounds and the number of workers: not
 * every sample can come next to every other one within an epoch.
 */
public final class ChunkedOrder {
  private static final int WINDOW_CHUNKS = 8;

  /** Set these uses of a seed apart from others. */
  private static final long CHUNKS_PURPOSE = 0x6368756e6b6f7264L; // "chunkord"

  private static final long CHUNK_PURPOSE = 0x696e6368756e6b73L; // "inchunks"
  private static final long WINDOW_PURPOSE = 0x77696e646f777368L; // "windowsh"

  private final EpochPlan plan;
  private final Chunks chunks;
  private final int[] order;

  /** Where in the list of ids the chunk at each place of the order starts; at last its length. */
  private final int[] starts;

  /** A part of the list of ids. */
  private record Span(int from, int to) {
    private int size() {
      return to - from;
    }
  }

  private ChunkedOrder(EpochPlan plan, Chunks chunks) {
    this.plan = plan;
    this.chunks = chunks;
    this.order =
        Permutation.draw(RandomKey.mix(CHUNKS_PURPOSE, plan.seed(), plan.epoch()), chunks.count());
    this.starts = new int[order.length + 1];

    for (int place = 0; place < order.length; place++) {
      starts[place + 1] = starts[place] + chunks.length(order[place]);
    }
  }

  /**
   * The order of a plan's epoch; takes time and memory ~ the number of chunks.
   *
   * @param chunkSize samples of a chunk, at least 1
   */
  public static ChunkedOrder of(EpochPlan plan, int chunkSize) {
    return new ChunkedOrder(plan, new Chunks(plan.size(), chunkSize));
  }

  /** The chunks that hold what a worker trains in a round; none when it trains nothing. */
  public int[] chunks(int round, int worker) {
    return chunks(span(round, worker));
  }

  /** How many windows a worker's round has; 0 when it trains nothing. */
  public int windows(int round, int worker) {
    return windows(span(round, worker));
  }

  /** The chunks that hold the samples of a window. */
  public int[] chunks(int round, int worker, int window) {
    return chunks(span(round, worker, window));
  }

  /** The ids of a window in the order of training. */
  public int[] ids(int round, int worker, int window) {
    int[] ids = ids(span(round, worker, window));
    long key = RandomKey.mix(WINDOW_PURPOSE, plan.seed(), plan.epoch(), round, worker, window);
    return Arrays.stream(Permutation.draw(key, ids.length)).map(i -> ids[i]).toArray();
  }

  private Span span(int round, int worker) {
    int first = plan.samplesBefore(worker) + plan.rounds().start(round) * plan.batchSize();
    return new Span(first, first + plan.samplesInRound(round, worker));
  }

  private Span span(int round, int worker, int window) {
    Span whole = span(round, worker);
    int count = windows(whole);
    return new Span(
        whole.from() + part(whole.size(), window, count),
        whole.from() + part(whole.size(), window + 1, count));
  }

  private static int part(int size, int index, int count) {
    return (int) ((long) size * index / count);
  }

  private int windows(Span span) {
    long most = (long) WINDOW_CHUNKS * chunks.chunkSize();
    return (int) ((span.size() + most - 1) / most);
  }

  private IntStream places(Span span) {
    return span.size() == 0
        ? IntStream.empty()
        : IntStream.rangeClosed(place(span.from()), place(span.to() - 1));
  }

  private int place(int position) {
    int found = Arrays.binarySearch(starts, position);
    return found >= 0 ? found : -found - 2;
  }

  private int[] chunks(Span span) {
    return places(span).map(place -> order[place]).toArray();
  }

  private int[] ids(Span span) {
    return places(span).flatMap(place -> ids(place, span)).toArray();
  }

  /** Those of the chunk at a place that are within a part of the list. */
  private IntStream ids(int place, Span span) {
    int chunk = order[place];
    long key = RandomKey.mix(CHUNK_PURPOSE, plan.seed(), plan.epoch(), chunk);
    int[] shuffled = Permutation.draw(key, chunks.length(chunk));
    int from = Math.max(span.from(), starts[place]) - starts[place];
    int to = Math.min(span.to(), starts[place + 1]) - starts[place];
    return Arrays.stream(shuffled, from, to).map(i -> chunks.start(chunk) + i);
  }

  /**
   * A data set cut into chunks of neighbouring ids, all of one size but for a shorter last one.
   *
   * @param size number of samples in the data set, at least 1
   * @param chunkSize samples of a chunk, at least 1
   */
  public record Chunks(int size, int chunkSize) implements Serializable {
    public Chunks {
      Bounds.COUNT.check("size", size);
      Bounds.COUNT.check("chunkSize", chunkSize);
    }

    /** How many chunks there are. */
    public int count() {
      return (size - 1) / chunkSize + 1;
    }

    /** First id of a chunk; of the chunk after the last, the size of the data set. */
    public int start(int chunk) {
      return (int) Math.min((long) chunk * chunkSize, size);
    }

    /** Samples of a chunk. */
    int length(int chunk) {
      return start(chunk + 1) - start(chunk);
    }
  }
}
