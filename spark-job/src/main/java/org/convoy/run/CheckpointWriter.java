package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.convoy.state.ModelState;
import org.convoy.state.TrainingState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves the states of a training on a thread of its own, beside the training. At most one state is
 * being saved and one waits, so that memory holds two besides the training's own however slow the
 * file system is: a newer state takes the place of a waiting one, but the end of an epoch, which
 * may be the best, is always saved.
 */
public final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final Consumer<TrainingState> save;
  private final Thread thread;
  private String newest;
  private TrainingState waiting;
  private TrainingState saving;
  private boolean isClosed;
  private Throwable failure;
  private Duration longest = Duration.ZERO;

  /**
   * Starts the thread.
   *
   * @param save writes a state; when it fails nothing more is saved, and the training is told
   */
  public CheckpointWriter(Consumer<TrainingState> save) {
    this.save = requireNonNull(save, "save is null");
    thread = new Thread(this::run, "checkpoint writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells of a state that was saved before, by another process. */
  public synchronized void startFrom(TrainingState saved) {
    newest = saved.place();
  }

  /**
   * Lets a state be saved. Returns at once, but for the end of an epoch while that of another still
   * waits.
   *
   * @throws RuntimeException of an earlier save that failed
   */
  public synchronized void offer(TrainingState state) {
    throwIfFailed();
    if (isEpochEnd(waiting) && !isEpochEnd(state)) {
      return;
    }

    place(state);
  }

  /**
   * Saves a state, in the place of one that waits, unless it is saved already, and waits until it
   * is written.
   *
   * @throws RuntimeException of this or an earlier save that failed
   */
  public synchronized void save(TrainingState state) {
    if (!state.place().equals(newest)) {
      place(state);
    }

    await();
  }

  /**
   * Waits until all is written.
   *
   * @throws RuntimeException of a save that failed
   */
  public synchronized void await() {
    while (failure == null && (saving != null || waiting != null)) {
      waitForChange();
    }

    throwIfFailed();
  }

  /**
   * Waits until no state of another model is held here any more.
   *
   * @throws RuntimeException of a save that failed
   */
  public synchronized void awaitOthers(ModelState model) {
    while (failure == null && (isOther(saving, model) || isOther(waiting, model))) {
      waitForChange();
    }

    throwIfFailed();
  }

  private static boolean isOther(TrainingState state, ModelState model) {
    return state != null && !state.model().equals(model);
  }

  /** Throws what a save failed with, if one did. */
  public synchronized void throwIfFailed() {
    if (failure instanceof Error error) {
      throw error;
    }

    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  /** The longest time that a save took, so far. */
  public synchronized Duration longest() {
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
      end();
    }
  }

  private synchronized void end() {
    isClosed = true;
    notifyAll();
  }

  private static boolean isEpochEnd(TrainingState state) {
    return state != null && state.round() == 0;
  }

  private synchronized void place(TrainingState state) {
    while (failure == null && isEpochEnd(waiting)) {
      waitForChange();
    }

    throwIfFailed();
    newest = state.place();
    waiting = state;
    notifyAll();
  }

  private void run() {
    while (take()) {
      long start = System.nanoTime();
      Throwable thrown = attempt();
      finished(thrown, Duration.ofNanos(System.nanoTime() - start));
    }
  }

  @SuppressWarnings("CatchingUnchecked") // the training's thread throws it
  private Throwable attempt() {
    try {
      save.accept(saving);
      return null;
    } catch (RuntimeException | Error e) {
      return e;
    }
  }

  /**
   * Takes the next state, when there is one; false when there will be none. It is held in no
   * variable longer than it takes to save it.
   */
  private synchronized boolean take() {
    while (waiting == null && !isClosed && failure == null) {
      waitForChange();
    }

    saving = failure == null ? waiting : null;
    waiting = null;
    notifyAll();
    return saving != null;
  }

  private synchronized void finished(Throwable thrown, Duration time) {
    failure = thrown;
    saving = null;
    longest = time.compareTo(longest) > 0 ? time : longest;
    notifyAll();
  }

  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private synchronized void waitForChange() {
    try {
      wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a checkpoint was written", e);
    }
  }
}
