package org.convoy.data.spark;

import java.util.HashMap;
import java.util.Map;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.Sample;
import org.convoy.data.spark.IndexedSamples.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows of samples that are read, or have been, before a task asks for them. A process has one: a
 * task begins to read what the next one in its place needs. It holds at most one window for each
 * task that runs, beside the one that each task has taken.
 *
 * <p>Whatever is missing here, or failed, is read by the task that needs it: nothing but time
 * depends on it.
 */
final class ReadAhead {
  private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

  static final ReadAhead OF_PROCESS = new ReadAhead();

  private final Map<Window, WindowRead> reads = new HashMap<>();
  private int tasks;

  /** A task begins. */
  synchronized void enter() {
    tasks++;
  }

  /** A task ends. */
  synchronized void leave() {
    tasks--;
  }

  /** Begins to read what follows the window that a task has taken, if there is room for it. */
  synchronized void readOn(Window taken) {
    // Other workers' windows of the same round may still be asked for.
    reads.keySet().removeIf(other -> other.isOver(taken));
    taken
        .following()
        .filter(following -> reads.size() < tasks && !reads.containsKey(following))
        .ifPresent(following -> reads.put(following, WindowRead.begin(following)));
  }

  /**
   * The samples of a window in the order of training; waits for those that are not read yet.
   *
   * @throws org.convoy.data.DataException when they cannot be read
   */
  Sample[] take(Window window) {
    WindowRead begun;

    synchronized (this) {
      begun = reads.remove(window);
    }

    return begun == null ? WindowRead.begin(window).await() : await(begun, window);
  }

  /** What failed ahead of need, perhaps in another task's name, is tried again. */
  private static Sample[] await(WindowRead begun, Window window) {
    try {
      return begun.await();
    } catch (DataException | DataAwayException e) {
      LOG.debug("Read again", e);
      return WindowRead.begin(window).await();
    }
  }

  /** Lets go of what was read of a data set. */
  synchronized void forget(IndexedDataset dataset) {
    reads.keySet().removeIf(window -> window.dataset().equals(dataset));
  }

  /** How many windows are held. */
  synchronized int size() {
    return reads.size();
  }
}
