package org.convoy.cli.console;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows how many images of a command's work are done: on a terminal the bar that a training has,
 * elsewhere a plain line now and then.
 */
public final class WorkProgress implements AutoCloseable {
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
  private static final Duration BAR_INTERVAL = Duration.ofMillis(200);

  /** The time left goes first, where a terminal is narrow. */
  private static final int[] DISPENSABLE = {1, 0};

  private final PrintWriter output;
  private final Optional<Bar> bar;
  private final String start;
  private final long total;
  private final long doneBefore;
  private final long startNanos = System.nanoTime();
  private final Duration interval;
  private long shownNanos = startNanos;
  private boolean isOver;

  private WorkProgress(
      PrintWriter output, Optional<Bar> bar, String start, long total, long doneBefore) {
    this.output = requireNonNull(output, "output is null");
    this.bar = requireNonNull(bar, "bar is null");
    this.start = requireNonNull(start, "start is null");
    this.total = total;
    this.doneBefore = doneBefore;
    interval = bar.isPresent() ? BAR_INTERVAL : PLAIN_INTERVAL;
  }

  /**
   * Draws on a terminal.
   *
   * @param start what is done, in a word or two
   * @param total images
   * @param doneBefore of them, by an earlier process
   */
  static WorkProgress bar(
      PrintWriter output, int columns, String start, long total, long doneBefore) {
    return new WorkProgress(
        output, Optional.of(new Bar(output, columns)), start + " ", total, doneBefore);
  }

  /** Writes plain lines. */
  static WorkProgress lines(PrintWriter output, String start, long total, long doneBefore) {
    return new WorkProgress(output, Optional.empty(), start, total, doneBefore);
  }

  /**
   * Does work and asks every now and then, on a thread of its own, how far it is.
   *
   * @param done images; nothing where that is not known now
   */
  public <T> T during(Supplier<OptionalLong> done, Supplier<T> work) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(WorkProgress::daemon);
    ScheduledFuture<?> shows =
        timer.scheduleWithFixedDelay(
            () -> done.get().ifPresent(this::show),
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return work.get();
    } finally {
      shows.cancel(false);
      timer.shutdown();
      close();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }

  /** So many images are done, those of an earlier process included; shown when it is time. */
  public synchronized void show(long done) {
    if (!isOver && total > 0 && System.nanoTime() - shownNanos >= interval.toNanos() / 2) {
      shownNanos = System.nanoTime();
      double speed = imagesPerSecond(done);
      bar.ifPresentOrElse(shown -> draw(shown, done, speed), () -> println(done, speed));
    }
  }

  /** Before the first image, nothing is known of the speed. */
  private void draw(Bar shown, long done, double speed) {
    if (done <= doneBefore) {
      shown.draw(start, done, total, List.of());
    } else {
      Duration left = Duration.ofMillis((long) (1000 * (total - done) / speed));
      List<String> facts =
          List.of(
              String.format(Locale.ROOT, "  %.0f images/s", speed),
              "  %s left".formatted(Bar.time(left)));
      shown.draw(start, done, total, facts, DISPENSABLE);
    }
  }

  private void println(long done, double speed) {
    output.println(
        TerminalText.format(
            "%d of %d images (%d%%)  %.0f images/s", done, total, 100 * done / total, speed));
    output.flush();
  }

  /** Since the start, without what an earlier process had done. */
  public double imagesPerSecond(long done) {
    return (done - doneBefore) / ((System.nanoTime() - startNanos) / 1e9);
  }

  /** Leaves the line to what is printed next. */
  public synchronized void clear() {
    bar.ifPresent(Bar::clear);
  }

  /** Shows no more. */
  @Override
  public synchronized void close() {
    isOver = true;
    clear();
  }
}
