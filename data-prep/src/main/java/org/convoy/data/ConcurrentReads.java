package org.convoy.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;

/**
 * Asks a file system for several things at a time, since it mostly waits. The threads end with
 * this.
 */
public final class ConcurrentReads implements AutoCloseable {
  private static final int REMOTE_THREADS = 16;
  private static final int LOCAL_THREADS = 4;

  private final ExecutorService pool;

  private ConcurrentReads(int threads) {
    pool = Executors.newFixedThreadPool(threads);
  }

  /** As many as the file system can use. */
  public static ConcurrentReads of(FileSystem files) {
    return new ConcurrentReads(
        files instanceof LocalFileSystem
            ? Math.min(LOCAL_THREADS, Runtime.getRuntime().availableProcessors())
            : REMOTE_THREADS);
  }

  /**
   * What is read of a thing.
   *
   * @param <T> the thing
   * @param <R> what is read
   */
  @FunctionalInterface
  public interface Read<T, R> {
    R of(T thing) throws IOException;
  }

  /**
   * Reads all, some at a time.
   *
   * @return in the order of the things
   * @throws IOException that of the first thing that cannot be read
   */
  public <T, R> List<R> all(List<T> things, Read<T, R> read) throws IOException {
    List<Future<R>> answers = new ArrayList<>();
    things.forEach(thing -> answers.add(pool.submit(() -> read.of(thing))));
    List<R> results = new ArrayList<>();

    for (Future<R> answer : answers) {
      results.add(result(answer));
    }

    return results;
  }

  private static <R> R result(Future<R> answer) throws IOException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("reading was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }

      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }

      throw new IllegalStateException(e.getCause());
    }
  }

  /** Ends the threads; what was not begun is not read any more. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
