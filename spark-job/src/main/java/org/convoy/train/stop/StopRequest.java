package org.convoy.train.stop;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.apache.hadoop.util.ShutdownHookManager;
import org.convoy.run.Ending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process was asked to stop (SIGTERM or SIGINT), or its time is over. The shutdown
 * that a signal begins is held up, before Spark's own hooks run, until the training has written a
 * checkpoint and {@link #exit} ends the process with an exit code of its own. A round that is still
 * running after ten seconds is cancelled; the process ends before the thirty seconds are over that
 * batch systems leave it.
 */
public final class StopRequest {
  /** Of a process that was stopped: sysexits.h EX_TEMPFAIL, on which batch schedulers requeue. */
  public static final int EXIT_CODE = Ending.STOPPED;

  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);

  /** Before Spark's hooks, which run at 40 and 50. */
  private static final int PRIORITY = 100;

  private static final long HOOK_MINUTES = 10;
  private static final Duration ROUND_PATIENCE = Duration.ofSeconds(10);
  private static final Duration EXIT_PATIENCE = Duration.ofSeconds(27);
  private static final Duration BETWEEN_CANCELS = Duration.ofMillis(500);

  private enum State {
    RUNNING,
    /** A signal began a shutdown, which waits for the training. */
    SHUTTING_DOWN,
    /** The process ends by itself. */
    EXITING
  }

  private final MemoryWatch memory = MemoryWatch.OF_PROCESS;
  private final Duration roundPatience;
  private final Duration exitPatience;
  private final IntConsumer halt;
  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch halted = new CountDownLatch(1);
  private final AtomicBoolean hasHook = new AtomicBoolean();
  private volatile boolean isStarting;
  private volatile boolean waits;
  private volatile boolean isRequested;
  private volatile Runnable cancel = () -> {};

  public StopRequest() {
    this(ROUND_PATIENCE, EXIT_PATIENCE, Runtime.getRuntime()::halt);
  }

  /**
   * @param roundPatience from a signal to when jobs are cancelled
   * @param exitPatience from a signal to the end of the process
   * @param halt ends the process
   */
  public StopRequest(Duration roundPatience, Duration exitPatience, IntConsumer halt) {
    this.roundPatience = requireNonNull(roundPatience, "roundPatience is null");
    this.exitPatience = requireNonNull(exitPatience, "exitPatience is null");
    this.halt = requireNonNull(halt, "halt is null");
  }

  /**
   * Listens for the signals from now on, of which one ends the process at once: nothing is trained
   * yet that a checkpoint could keep.
   */
  public void listenWhileStarting() {
    isStarting = true;
    addHook();
  }

  /** Nothing is starting any more. */
  public void started() {
    isStarting = false;
  }

  /** Listens for the signals from now on, and waits for the training to end. */
  public void listen() {
    isStarting = false;
    waits = true;
    addHook();
  }

  private void addHook() {
    if (hasHook.compareAndSet(false, true)) {
      ShutdownHookManager.get()
          .addShutdownHook(this::onShutdown, PRIORITY, HOOK_MINUTES, TimeUnit.MINUTES);
    }
  }

  private void onShutdown() {
    if (isStarting || waits) {
      holdUpShutdown();
    }
  }

  public boolean isRequested() {
    return isRequested;
  }

  /** Whether a signal asked. */
  public boolean isSignal() {
    return state.get() == State.SHUTTING_DOWN;
  }

  /** What makes a running job fail soon. */
  public void cancelJobsBy(Runnable cancel) {
    this.cancel = requireNonNull(cancel, "cancel is null");
  }

  /** Asks to stop without a signal, at once: running jobs are cancelled. */
  public void requestNow() {
    isRequested = true;
    cancelJobs();
  }

  private void cancelJobs() {
    try {
      cancel.run();
    } catch (RuntimeException e) {
      LOG.debug("No jobs to cancel", e); // Spark has just been stopped
    }
  }

  /**
   * Stops listening, so that others can end the process.
   *
   * @return whether that is so; not when a signal has begun a shutdown, which waits for {@link
   *     #exit}
   */
  public boolean letOthersExit() {
    return state.compareAndSet(State.RUNNING, State.EXITING);
  }

  /** Ends the process. During a shutdown, System.exit would wait for ever for the hooks. */
  public void exit(int code) {
    if (letOthersExit()) {
      System.exit(code);
    }

    halt(code);
  }

  /** On the thread of the shutdown hook. */
  public void holdUpShutdown() {
    if (!state.compareAndSet(State.RUNNING, State.SHUTTING_DOWN)) {
      return;
    }

    // Spark's own end of the process is no request: what runs fails at once, of what it fails of.
    isRequested = !memory.isExitOfSpark();
    if (isRequested && isStarting) {
      System.err.println("convoy: Stopped before the training began; the same command begins it.");
      halt(EXIT_CODE);
      return;
    }

    long start = System.nanoTime();
    if (isRequested && isHaltedWithin(roundPatience)) {
      return;
    }

    // Again and again: the training may have begun another job just then.
    while (System.nanoTime() - start < exitPatience.toNanos()) {
      cancelJobs();
      if (isHaltedWithin(BETWEEN_CANCELS)) {
        return;
      }
    }

    if (!isRequested) {
      memory.halt();
    }

    System.err.println("convoy: Stopped; the same command continues from the newest checkpoint.");
    halt(EXIT_CODE);
  }

  private void halt(int code) {
    halted.countDown();
    halt.accept(code);
  }

  private boolean isHaltedWithin(Duration time) {
    try {
      return halted.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
