package org.convoy.data.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.convoy.data.fetch.Downloader.DownloadListener;

/** One request that brings a part file to its full length, from where it ends. */
record Transfer(HttpClient client, Duration stallTimeout, DownloadListener listener) {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /** How a request ended. */
  enum Outcome {
    /** The part file is as long as the server says. */
    COMPLETE,
    /** As COMPLETE, but its first bytes are from an earlier request. */
    RESUMED
  }

  /** A server answered that asking again is no use. */
  static final class RefusedException extends IOException {
    RefusedException(int status) {
      super("status " + status);
    }
  }

  /** Server or network failed: another try may succeed. */
  static final class BrokenException extends IOException {
    BrokenException(String message) {
      super(message);
    }

    BrokenException(IOException cause) {
      super(said(cause), cause);
    }

    private static String said(IOException cause) {
      if (cause instanceof ConnectException) {
        return "no connection";
      }

      return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
  }

  /**
   * Downloads to the end of the part file, or over it when the server cannot resume.
   *
   * @throws RefusedException when the server has no such file
   * @throws BrokenException when another try may succeed; what came is kept
   * @throws IOException when the part file cannot be read or written
   */
  Outcome run(URI address, Path part, String file) throws IOException, InterruptedException {
    long from = Files.exists(part) ? Files.size(part) : 0;
    HttpResponse<InputStream> response = ask(address, from);

    try (ResponseBody body = new ResponseBody(response.body())) {
      return switch (response.statusCode()) {
        case OK -> {
          save(response, address, body, part, file, 0);
          yield Outcome.COMPLETE;
        }
        case PARTIAL_CONTENT -> {
          requireStart(response, from);
          save(response, address, body, part, file, from);
          yield Outcome.RESUMED;
        }
        // Nothing is left to send: the checksum tells whether it is the whole file.
        case RANGE_NOT_SATISFIABLE -> Outcome.RESUMED;
        default -> throw failure(response.statusCode());
      };
    }
  }

  private HttpResponse<InputStream> ask(URI address, long from)
      throws BrokenException, InterruptedException {
    try {
      return client.send(request(address, from), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new BrokenException(e);
    }
  }

  private HttpRequest request(URI address, long from) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(stallTimeout);
    return from > 0 ? request.header("Range", "bytes=" + from + "-").build() : request.build();
  }

  private static IOException failure(int status) {
    boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
    return mayPass ? new BrokenException("status " + status) : new RefusedException(status);
  }

  private static void requireStart(HttpResponse<?> response, long from) throws BrokenException {
    String range = response.headers().firstValue("Content-Range").orElse("");

    if (!range.startsWith("bytes " + from + "-")) {
      throw new BrokenException("asked for bytes from %d, got \"%s\"".formatted(from, range));
    }
  }

  private void save(
      HttpResponse<?> response, URI address, ResponseBody body, Path part, String file, long from)
      throws IOException {
    OptionalLong length = response.headers().firstValueAsLong("Content-Length");
    long total = length.isPresent() ? from + length.getAsLong() : -1;
    listener.started(address, from);

    try (OutputStream output = open(part, from);
        StallGuard guard = StallGuard.watch(body, stallTimeout)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long bytes = from;

      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        output.write(buffer, 0, count);
        bytes += count;
        guard.progressed();
        listener.progressed(file, bytes, total);
      }

      guard.requireNoStall();

      if (total >= 0 && bytes < total) {
        throw new BrokenException("%d bytes of %d".formatted(bytes, total));
      }
    }
  }

  private static OutputStream open(Path part, long from) throws IOException {
    return from > 0
        ? Files.newOutputStream(part, StandardOpenOption.APPEND)
        : Files.newOutputStream(part);
  }

  /** What a server sends, whose failures are told from those of the file it goes to. */
  private record ResponseBody(InputStream stream) implements AutoCloseable {
    int read(byte[] buffer) throws BrokenException {
      try {
        return stream.read(buffer);
      } catch (IOException e) {
        throw new BrokenException(e);
      }
    }

    @Override
    public void close() throws BrokenException {
      try {
        stream.close();
      } catch (IOException e) {
        throw new BrokenException(e);
      }
    }
  }

  /** Closes a stream that gives nothing for too long, so that its reader gets an error. */
  private static final class StallGuard implements AutoCloseable {
    private final ResponseBody body;
    private final Thread thread;
    private final Duration timeout;
    private volatile long progressNanos = System.nanoTime();
    private volatile boolean stalled;

    private StallGuard(ResponseBody body, Duration timeout) {
      this.body = body;
      this.timeout = timeout;
      this.thread = new Thread(this::watch, "convoy-download-watch");
      thread.setDaemon(true);
    }

    static StallGuard watch(ResponseBody body, Duration timeout) {
      StallGuard guard = new StallGuard(body, timeout);
      guard.thread.start();
      return guard;
    }

    void progressed() {
      progressNanos = System.nanoTime();
    }

    private void watch() {
      try {
        long left = timeout.toNanos();

        while (left > 0) {
          TimeUnit.NANOSECONDS.sleep(left);
          left = timeout.toNanos() - (System.nanoTime() - progressNanos);
        }

        stalled = true;
        body.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (BrokenException e) {
        // The reader of the stream meets the same.
      }
    }

    void requireNoStall() throws BrokenException {
      if (stalled) {
        throw new BrokenException("nothing came for " + timeout.toSeconds() + " s");
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
