package org.convoy.data.feed;

import static java.util.Objects.requireNonNull;

import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.feed.BatchFeed.BadImagePolicy;
import org.convoy.data.feed.BatchFeed.BatchWriter;

/**
 * Makes batches on threads of its own while the caller works on the one before. Samples are read in
 * the calling thread, as Spark's iterators ask for; decoding and transforms run ahead.
 */
public final class PrefetchingFeed implements BatchFeed {
  /** One that the caller waits for, one that keeps the threads busy meanwhile. */
  private static final int BATCHES_AHEAD = 2;

  private final BatchSamples samples;
  private final BatchWriter writer;
  private final BatchRepair repair;
  private final int imageElements;
  private final int batchSize;
  private final ExecutorService threads;
  private final Deque<PendingBatch> pending = new ArrayDeque<>();
  private final Deque<FloatBuffer> free = new ArrayDeque<>();

  /**
   * A feed of all the samples.
   *
   * @param batchSize at least 1
   * @param imageElements floats of one image in a batch
   * @param threadCount at least 1
   */
  public PrefetchingFeed(
      Iterator<Sample> samples,
      int batchSize,
      BatchWriter writer,
      BadImagePolicy policy,
      int imageElements,
      int threadCount) {
    this.repair = new BatchRepair(policy);
    this.samples = new BatchSamples(samples, batchSize);
    this.writer = requireNonNull(writer, "writer is null");
    this.imageElements = imageElements;
    this.batchSize = batchSize;
    this.threads = Executors.newFixedThreadPool(threadCount, PrefetchingFeed::daemon);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "convoy-data");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public boolean hasNext() {
    return !pending.isEmpty() || samples.hasNext();
  }

  @Override
  public Batch next(IntFunction<FloatBuffer> input) {
    workAhead();
    PendingBatch pendingBatch = pending.remove();
    List<Sample> written = written(pendingBatch);
    FloatBuffer images = pendingBatch.images;
    if (!written.isEmpty()) {
      images = input.apply(written.size());
      images.put(0, pendingBatch.images, 0, written.size() * imageElements);
    }

    free.push(pendingBatch.images);
    workAhead();
    return Batch.of(written, images);
  }

  /** The samples of a batch whose images are in it at last. */
  private List<Sample> written(PendingBatch batch) {
    SortedMap<Integer, DataException> failures = batch.await(repair);

    if (failures.isEmpty()) {
      return batch.samples;
    }

    List<Sample> repaired = repair.repaired(batch.samples, failures);

    for (int index = 0; index < repaired.size(); index++) {
      writer.write(repaired.get(index), batch.images, index);
    }

    return repaired;
  }

  @Override
  public List<String> badImages() {
    return repair.names();
  }

  private void workAhead() {
    while (pending.size() < BATCHES_AHEAD && samples.hasNext()) {
      pending.add(begin(samples.next()));
    }
  }

  private PendingBatch begin(List<Sample> batch) {
    FloatBuffer images =
        free.isEmpty()
            ? FloatBuffer.allocate(Math.multiplyExact(batchSize, imageElements))
            : free.pop();
    List<Future<?>> writes = new ArrayList<>();

    for (int index = 0; index < batch.size(); index++) {
      int place = index;
      writes.add(threads.submit(() -> writer.write(batch.get(place), images.duplicate(), place)));
    }

    return new PendingBatch(batch, images, writes);
  }

  /**
   * Stops the threads and waits for them: what they have begun is one image each, and after a task
   * none of its threads takes a core, or memory that others count on.
   */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean isInterrupted = Thread.interrupted();
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }

    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private record PendingBatch(List<Sample> samples, FloatBuffer images, List<Future<?>> writes) {
    /** Waits for all that can be; the failures that are borne, by the samples' places. */
    SortedMap<Integer, DataException> await(BatchRepair repair) {
      return repair.failures(writes.size(), place -> await(writes.get(place)));
    }

    private static void await(Future<?> write) {
      try {
        write.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted while waiting for a batch");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException failure) {
          throw failure;
        }

        throw new IllegalStateException("a batch could not be made: " + e.getCause(), e);
      }
    }
  }
}
