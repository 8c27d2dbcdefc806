package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.convoy.state.ModelState;
import org.convoy.state.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the states of a training on a thread of its own, beside the training. At most one state is
 * being saved and one waits, so that memory holds two besides the training's own however slow the
 * file system is: a newer state takes the place of a waiting one, but the end of an epoch, which
 * may be the best, is always saved. Of one training's thread.
 */
public final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final Consumer<TrainingState> save;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(CheckpointWriter::daemon);
  private final AtomicReference<TrainingState> waiting = new AtomicReference<>();
  private volatile TrainingState saving;
  private volatile Duration longest = Duration.ZERO;
  private String newest;

  /** After a save that failed, all later ones fail of the same. */
  private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  private CompletableFuture<Void> beforeLast = last;

  /**
   * Makes the thread.
   *
   * @param save writes a state; when it fails nothing more is saved, and the training is told
   */
  public CheckpointWriter(Consumer<TrainingState> save) {
    this.save = requireNonNull(save, "save is null");
  }

  private static Thread daemon(Runnable saves) {
    Thread thread = new Thread(saves, "checkpoint writer");
    thread.setDaemon(true);
    return thread;
  }

  /** Tells of a state that was saved before, by another process. */
  public void startFrom(TrainingState saved) {
    newest = saved.place();
  }

  /**
   * Lets a state be saved. Returns at once, but for the end of an epoch while that of another still
   * waits: when all before it is written.
   *
   * @throws RuntimeException of an earlier save that failed
   */
  public void offer(TrainingState state) {
    throwIfFailed();
    if (isEpochEnd(state) || !isEpochEnd(waiting.get())) {
      place(state);
    }
  }

  /**
   * Saves a state, in the place of one that waits, unless it is saved already, and waits until it
   * is written.
   *
   * @throws RuntimeException of this or an earlier save that failed
   */
  public void save(TrainingState state) {
    if (!state.place().equals(newest)) {
      place(state);
    }

    await();
  }

  private void place(TrainingState state) {
    if (isEpochEnd(waiting.get())) {
      await();
    }

    newest = state.place();
    if (waiting.getAndSet(state) == null) {
      beforeLast = last;
      last = last.thenRunAsync(this::saveWaiting, thread);
    }
  }

  private static boolean isEpochEnd(TrainingState state) {
    return state != null && state.round() == 0;
  }

  private void saveWaiting() {
    do {
      saving = waiting.get();
    } while (!waiting.compareAndSet(saving, null));

    long start = System.nanoTime();
    try {
      save.accept(saving);
    } finally {
      saving = null;
    }

    Duration time = Duration.ofNanos(System.nanoTime() - start);
    longest = time.compareTo(longest) > 0 ? time : longest;
  }

  /**
   * Waits until all is written.
   *
   * @throws RuntimeException of a save that failed
   */
  public void await() {
    await(last);
  }

  /**
   * Waits until no state of another model is held here any more.
   *
   * @throws RuntimeException of a save that failed
   */
  public void awaitOthers(ModelState model) {
    TrainingState next = waiting.get();
    if (isOther(next, model) || (next == null && isOther(saving, model))) {
      await();
    } else if (isOther(saving, model)) {
      await(beforeLast);
    }

    throwIfFailed();
  }

  private static boolean isOther(TrainingState state, ModelState model) {
    return state != null && !state.model().equals(model);
  }

  private static void await(CompletableFuture<Void> saves) {
    try {
      saves.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }

      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a checkpoint was written", e);
    }
  }

  /** Throws what a save failed with, if one did. */
  public void throwIfFailed() {
    if (last.isCompletedExceptionally()) {
      await(last);
    }
  }

  /** The longest time that a save took, so far. */
  public Duration longest() {
    return longest;
  }

  /** Waits until all is written and ends the thread. A failure is logged: it has been thrown. */
  @Override
  public void close() {
    try {
      await();
    } catch (RuntimeException e) {
      LOG.debug("No checkpoint", e);
    } finally {
      thread.shutdown();
    }
  }
}
