package org.convoy.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Whether this process was asked to stop (SIGTERM or SIGINT). The shutdown that the signal begins
 * is held up, before Spark's own hooks run, until the training has written a checkpoint and {@link
 * #exit} ends the process with an exit code of its own.
 */
public final class StopRequest {
  /** Before Spark's hooks, which run at 40 and 50. */
  private static final int PRIORITY = 100;

  private static final long PATIENCE_MINUTES = 10;

  private enum State {
    RUNNING,
    /** A signal began a shutdown, which waits for the training. */
    STOPPING,
    /** The process ends by itself. */
    EXITING
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

  /** Listens for the signals from now on; before, they end the process as ever. */
  public void listen() {
    ShutdownHookManager.get()
        .addShutdownHook(this::holdUpShutdown, PRIORITY, PATIENCE_MINUTES, TimeUnit.MINUTES);
  }

  public boolean isRequested() {
    return state.get() == State.STOPPING;
  }

  /** Ends the process. During a shutdown, System.exit would wait for ever for the hooks. */
  public void exit(int code) {
    if (state.compareAndSet(State.RUNNING, State.EXITING)) {
      System.exit(code);
    }

    Runtime.getRuntime().halt(code);
  }

  private void holdUpShutdown() {
    if (!state.compareAndSet(State.RUNNING, State.STOPPING)) {
      return;
    }

    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
