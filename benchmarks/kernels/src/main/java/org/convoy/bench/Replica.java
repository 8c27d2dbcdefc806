package org.convoy.bench;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A network on a thread of its own, as a task slot of an executor has it: the trainer is made and
 * used by that thread only.
 */
final class Replica {
  private final ExecutorService thread = Executors.newSingleThreadExecutor(Replica::daemon);
  private final RandomBatches batches;
  private final int batchSize;
  private final Trainer trainer;

  Replica(Callable<? extends Trainer> factory, RandomBatches batches, int batchSize) {
    this.batches = batches;
    this.batchSize = batchSize;
    this.trainer = result(thread.submit(factory));
  }

  /** What a replica did in one go: its time is its own, its loss that of the last batch. */
  record Progress(long images, double seconds, double loss) {
    double imagesPerSecond() {
      return images / seconds;
    }
  }

  Trainer trainer() {
    return trainer;
  }

  /** Begins to train for at least that time and at least one step. */
  Future<Progress> start(double seconds) {
    return thread.submit(() -> run(seconds));
  }

  private Progress run(double seconds) {
    long start = System.nanoTime();
    long end = start + Math.round(seconds * 1e9);
    long images = 0;
    double loss;

    do {
      batches.next();
      loss = trainer.step(batches.images(), batches.labels());
      images += batchSize;
    } while (System.nanoTime() < end);

    return new Progress(images, (System.nanoTime() - start) / 1e9, loss);
  }

  /**
   * Waits for what a replica's thread was asked to do.
   *
   * @throws IllegalStateException if it failed; the cause tells why
   */
  static <T> T result(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A replica failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a replica trained", e);
    }
  }

  /** The process ends with its main thread. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "replica");
    thread.setDaemon(true);
    return thread;
  }
}
