package org.convoy.train.stop;

import java.util.Timer;
import java.util.TimerTask;

/** Stops a training when its time is over in the middle of a round, which is then cancelled. */
public final class OverrunGuard implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final Timer timer = new Timer("time budget", true);

  private OverrunGuard() {}

  public static OverrunGuard start(TimeBudget budget, StopRequest stopRequest) {
    OverrunGuard guard = new OverrunGuard();
    if (budget.isLimited()) {
      // Again and again: the training may have begun another job just then.
      guard.timer.schedule(stop(stopRequest), budget.left().toMillis(), PERIOD_MILLIS);
    }

    return guard;
  }

  private static TimerTask stop(StopRequest stopRequest) {
    return new TimerTask() {
      @Override
      public void run() {
        stopRequest.requestNow();
      }
    };
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
