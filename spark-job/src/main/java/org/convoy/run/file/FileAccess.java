package org.convoy.run.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.data.file.FileFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every operation on a run's files goes through: the one place where they are tried again and
 * where failures get their messages. A file system that does not answer is asked again after 1, 2,
 * 4, … 60 seconds; what cannot get better by itself fails at once.
 */
public final class FileAccess {
  private static final Logger LOG = LoggerFactory.getLogger(FileAccess.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final FileContext files;
  private final Duration patience;
  private final Sleep sleep;

  /**
   * @param patience for how long a file system that is away is asked again
   */
  public FileAccess(FileContext files, Duration patience) {
    this(files, patience, pause -> Thread.sleep(pause.toMillis()));
  }

  public FileAccess(FileContext files, Duration patience, Sleep sleep) {
    this.files = requireNonNull(files, "files is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.sleep = requireNonNull(sleep, "sleep is null");
  }

  /** Something done to files, which can be repeated. */
  @FunctionalInterface
  public interface Action<T> {
    T run() throws IOException;
  }

  /** Waits. */
  @FunctionalInterface
  public interface Sleep {
    void sleep(Duration pause) throws InterruptedException;
  }

  public FileContext files() {
    return files;
  }

  /**
   * Runs an action until it works.
   *
   * @param failure what a failure means, to begin the message with: "checkpoint X cannot be
   *     written"
   * @param path where
   * @throws RunException when a file is not what it should be
   * @throws StorageException when there is no space or no permission
   * @throws StorageAwayException when the file system is away, or the thread is interrupted
   */
  public <T> T run(String failure, Path path, Action<T> action) {
    Duration spent = Duration.ZERO;
    Duration pause = FIRST_PAUSE;
    while (true) {
      long start = System.nanoTime();
      try {
        return attempt(action);
      } catch (IOException e) {
        // An attempt can take minutes: some file systems' clients are patient themselves.
        spent = spent.plusNanos(System.nanoTime() - start).plus(pause);
        throwUnlessAway(failure, path, e, spent.compareTo(patience) > 0);
        String reason = FileFailure.reason(e, path);
        LOG.warn("{}: {}; trying again in {} s", failure, reason, pause.toSeconds());
      }

      pause(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }
  }

  private static <T> T attempt(Action<T> action) throws IOException {
    try {
      return action.run();
    } catch (UncheckedIOException e) { // of what is written while it is computed
      throw e.getCause();
    } catch (FSError e) { // what Hadoop's local file system makes of an IOException while writing
      throw new IOException(e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
    }
  }

  private void throwUnlessAway(String failure, Path path, IOException cause, boolean isTooLong) {
    FileFailure kind = FileFailure.of(cause, files, path);
    String message = "%s: %s".formatted(failure, FileFailure.reason(cause, path));
    switch (kind) {
      case WRONG -> throw new RunException(message, cause);
      case FULL, DENIED -> throw new StorageException(advised(message, kind), cause);
      case AWAY -> {
        if (isTooLong) {
          throw new StorageAwayException(advised(message, kind), cause);
        }
      }
    }
  }

  private static String advised(String message, FileFailure kind) {
    return message + (message.endsWith(".") ? " " : ". ") + kind.advice();
  }

  public void pause(Duration pause) {
    try {
      sleep.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageAwayException("interrupted while waiting for a file system", e);
    }
  }
}
