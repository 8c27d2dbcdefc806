package org.convoy.train.stop;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.lang.Thread.UncaughtExceptionHandler;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Where this process and its executors run out of memory. A thread of Spark that dies of it leaves
 * its job waiting for ever, and some of Spark's threads end the process without a word: both become
 * a failure of the job that runs, or the end of the process with a line.
 */
public final class MemoryWatch extends SparkListener implements UncaughtExceptionHandler {
  /** Memory is one for the whole process. */
  public static final MemoryWatch OF_PROCESS = new MemoryWatch();

  /** After that of {@link StopRequest}, before Spark's. */
  private static final int HOOK_PRIORITY = 90;

  private static final String EXIT_OF_SPARK = "org.apache.spark.util.SparkUncaughtExceptionHandler";
  private static final long PATIENCE_SECONDS = 25;
  private static final long BETWEEN_CANCELS_MILLIS = 500;

  private final AtomicReference<OutOfMemory> latest = new AtomicReference<>();
  private final CountDownLatch threadDied = new CountDownLatch(1);
  private volatile boolean isWorking;
  private volatile boolean isWatching;
  private volatile Runnable cancel = () -> {};
  private volatile IntSupplier exitCode = () -> 1;

  private MemoryWatch() {}

  /**
   * Watches all threads and the end of this process from now on.
   *
   * @param exitCode of a process that ends because memory ran out; asked when it does
   */
  public void listen(IntSupplier exitCode) {
    this.exitCode = requireNonNull(exitCode, "exitCode is null");
    Thread.setDefaultUncaughtExceptionHandler(this);
    Thread guard = new Thread(this::endAfterDeath, "memory watch");
    guard.setDaemon(true);
    guard.start();
    ShutdownHookManager.get().addShutdownHook(this::endSilentExit, HOOK_PRIORITY);
  }

  /** Listens to a context. */
  public void watch(SparkContext spark) {
    requireNonNull(spark, "spark is null");
    isWatching = true;
    spark.addSparkListener(this);
    cancel = spark::cancelAllJobs;
  }

  /** From now on it is the work that fails, and not its beginning. */
  public void workBegins() {
    isWorking = true;
  }

  /** Whether the work had begun. */
  public boolean isWorking() {
    return isWorking;
  }

  /** Spark's settings as messages may speak of them: those of a master only once it was asked. */
  public SparkConf settings() {
    SparkConf settings = new SparkConf();
    return isWatching ? settings : settings.remove("spark.master");
  }

  /** Whether Spark was started in this process. */
  public boolean isWatching() {
    return isWatching;
  }

  /** What ran out last, as far as threads and executors told. */
  public Optional<OutOfMemory> latest() {
    return Optional.ofNullable(latest.get());
  }

  /** Whether Spark ends this process because a thread of it died. */
  public boolean isExitOfSpark() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().startsWith(EXIT_OF_SPARK));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof TaskFailedReason failed) {
      note(failed, end.taskInfo().executorId(), end.taskInfo().host());
    }
  }

  private void note(TaskFailedReason failed, String executor, String host) {
    String process = executor.equals("driver") ? "" : "executor %s on %s".formatted(executor, host);
    if (failed instanceof ExceptionFailure || failed instanceof ExecutorLostFailure) {
      note(failed.toErrorString(), process);
    }
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    note(removed.reason(), "executor " + removed.executorId());
  }

  /** What was tried again, with success, is not what a later failure comes from. */
  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    if (end.jobResult() == JobSucceeded$.MODULE$ && threadDied.getCount() > 0) {
      latest.set(null);
    }
  }

  /** What is told first says more than what follows from it. */
  private void note(String message, String process) {
    OutOfMemory.of(message, process)
        .ifPresent(
            found ->
                latest.accumulateAndGet(
                    found, (before, now) -> before != null && isVague(now.kind()) ? before : now));
  }

  private static boolean isVague(OutOfMemory.Kind kind) {
    return kind == OutOfMemory.Kind.UNKNOWN || kind == OutOfMemory.Kind.KILLED;
  }

  @Override
  @SuppressWarnings("SystemOut") // as Java's own handler does
  public void uncaughtException(Thread thread, Throwable failure) {
    OutOfMemory.of(failure)
        .ifPresentOrElse(
            found -> {
              latest.set(found);
              threadDied.countDown();
            },
            () -> {
              System.err.print("Exception in thread \"" + thread.getName() + "\" ");
              failure.printStackTrace();
            });
  }

  /** Its job would wait for ever. */
  private void endAfterDeath() {
    try {
      threadDied.await();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (System.nanoTime() < end) {
        cancelJobs();
        Thread.sleep(BETWEEN_CANCELS_MILLIS);
      }

      halt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cancelJobs() {
    try {
      cancel.run();
    } catch (RuntimeException e) {
      // The context has just been stopped, which ends its jobs as well.
    }
  }

  private void endSilentExit() {
    if (isExitOfSpark()) {
      halt();
    }
  }

  /** Ends the process with a line. */
  public void halt() {
    PrintStream error = System.err;
    error.println("convoy: " + message());
    error.flush();
    Runtime.getRuntime().halt(exitCode.getAsInt());
  }

  private String message() {
    OutOfMemory heap = new OutOfMemory(OutOfMemory.Kind.HEAP, "", "");
    return latest().orElse(heap).message(settings());
  }
}
