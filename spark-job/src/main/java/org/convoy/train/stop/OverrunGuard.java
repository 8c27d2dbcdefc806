package org.convoy.train.stop;

import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Stops a training when its time is over in the middle of a round, which is then cancelled. */
public final class OverrunGuard implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  /** By the time since the start of the machine: clocks are set while a training runs. */
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, OverrunGuard::daemon);

  private Optional<ScheduledFuture<?>> stops = Optional.empty();

  private OverrunGuard() {}

  public static OverrunGuard start(TimeBudget budget, StopRequest stopRequest) {
    OverrunGuard guard = new OverrunGuard();
    if (budget.isLimited()) {
      // Again and again: the training may have begun another job just then.
      guard.stops =
          Optional.of(
              guard.timer.scheduleWithFixedDelay(
                  stopRequest::requestNow,
                  budget.left().toMillis(),
                  PERIOD_MILLIS,
                  TimeUnit.MILLISECONDS));
    }

    return guard;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "time budget");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    stops.ifPresent(future -> future.cancel(false));
    timer.shutdownNow();
  }
}
