package org.convoy.train;

import java.util.Timer;
import java.util.TimerTask;

/** Stops a training when its time is over in the middle of a round, which is then cancelled. */
final class OverrunGuard implements AutoCloseable {
  private final Timer timer = new Timer("time budget", true);

  private OverrunGuard() {}

  static OverrunGuard start(TimeBudget budget, StopRequest stopRequest) {
    OverrunGuard guard = new OverrunGuard();
    if (budget.isLimited()) {
      guard.timer.schedule(stop(stopRequest), budget.left().toMillis());
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
