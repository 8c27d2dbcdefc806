package org.convoy.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.convoy.data.prepare.DestinationException;
import org.convoy.data.prepare.PrepareFolder;
import org.convoy.data.prepare.PreparePlan;

/** Tells now and then how many images are prepared: of the shards that are finished. */
public final class PrepareProgress implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final PrintWriter output;
  private final PreparePlan plan;
  private final PrepareFolder folder;
  private final long doneBefore;
  private final long startNanos = System.nanoTime();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(PrepareProgress::daemon);

  private final ScheduledFuture<?> ticks;

  private PrepareProgress(PrintWriter output, PreparePlan plan, PrepareFolder folder) {
    this.output = requireNonNull(output, "output is null");
    this.plan = requireNonNull(plan, "plan is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.doneBefore = folder.samplesDone(plan);
    this.ticks =
        timer.scheduleAtFixedRate(
            this::tell, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts to tell, until it is closed. */
  public static PrepareProgress start(PrintWriter output, PreparePlan plan, PrepareFolder folder) {
    PrepareProgress progress = new PrepareProgress(output, plan, folder);

    if (progress.doneBefore > 0) {
      progress.println("Continuing after %d of %d images", progress.doneBefore, plan.samples());
    }

    return progress;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "prepare-progress");
    thread.setDaemon(true);
    return thread;
  }

  private void tell() {
    long done;
    try {
      done = folder.samplesDone(plan);
    } catch (DestinationException e) {
      return; // The command itself says so, and tries again.
    }

    println(
        "%d of %d images (%d%%)  %.0f images/s",
        done, plan.samples(), 100 * done / plan.samples(), imagesPerSecond(done));
  }

  /** Since the start, without what an earlier try had finished. */
  public double imagesPerSecond(long done) {
    return (done - doneBefore) / ((System.nanoTime() - startNanos) / 1e9);
  }

  private void println(String format, Object... arguments) {
    output.println(String.format(Locale.ROOT, format, arguments));
    output.flush();
  }

  @Override
  public void close() {
    ticks.cancel(false);
    timer.shutdownNow();
  }
}
