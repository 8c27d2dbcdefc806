package org.convoy.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  private volatile boolean requested;

  private StopRequest() {}

  /** Starts to listen for the signals. */
  public static StopRequest listen() {
    StopRequest request = new StopRequest();
    ShutdownHookManager.get()
        .addShutdownHook(request::holdUpShutdown, PRIORITY, PATIENCE_MINUTES, TimeUnit.MINUTES);
    return request;
  }

  public boolean isRequested() {
    return requested;
  }

  /** Ends the process. During a shutdown, System.exit would wait for ever for the hooks. */
  public void exit(int code) {
    if (requested) {
      Runtime.getRuntime().halt(code);
    }

    System.exit(code);
  }

  private void holdUpShutdown() {
    if (Thread.currentThread().isInterrupted()) {
      return;
    }

    requested = true;
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
