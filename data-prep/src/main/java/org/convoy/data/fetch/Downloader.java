package org.convoy.data.fetch;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.convoy.common.Sha256;
import org.convoy.common.argument.Bounds;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.fetch.PublishedDataset.PublishedFile;
import org.convoy.data.file.FileFailure;

/**
 * Downloads files over HTTP, each from the first of several addresses that gives it.
 *
 * <p>A file is written as {@code NAME.part}, which is continued where an earlier download broke
 * off, and gets its name when its checksum is right: under its name is never a part or a wrong
 * file. An address that says there is no such file, or gives another one, is not asked again; after
 * other failures all are, with growing pauses.
 */
public final class Downloader {
  private final HttpClient client;
  private final RetryPolicy policy;
  private final DownloadListener listener;

  public Downloader(RetryPolicy policy, DownloadListener listener) {
    this.policy = requireNonNull(policy, "policy is null");
    this.listener = requireNonNull(listener, "listener is null");
    this.client =
        HttpClient.newBuilder()
            .followRedirects(Redirect.NORMAL)
            .connectTimeout(policy.stallTimeout())
            .build();
  }

  /**
   * Makes sure that a file is in a folder, which is created.
   *
   * @param bases addresses that end with a slash, tried in this order
   * @return the file
   * @throws DataException when no address has it, or a file of its name is there that is another
   * @throws DataAwayException when one that may have it does not answer
   * @throws UncheckedIOException when the folder cannot be written; what came is kept
   */
  public Path download(PublishedFile file, List<URI> bases, Path folder) {
    Path target = folder.resolve(file.name());

    try {
      Files.createDirectories(folder);

      if (Files.exists(target)) {
        requireChecksum(file, sha256(target), target.toString());
        listener.alreadyThere(file.name());
        return target;
      }

      Path part = folder.resolve(file.name() + ".part");
      new Attempts(file, bases, part).run();
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      listener.finished(file.name(), Files.size(target));
      return target;
    } catch (IOException e) {
      throw unwritable(target.toString(), e);
    }
  }

  static UncheckedIOException unwritable(String place, IOException failure) {
    return new UncheckedIOException(
        ("%s cannot be written: %s. Check the folder, its permissions and the free space, or fetch"
                + " to another folder.")
            .formatted(place, reason(failure)),
        failure);
  }

  /** As a person says it: the reason alone where the exception repeats the path. */
  private static String reason(IOException failure) {
    boolean hasReason = failure instanceof FileSystemException ofFile && ofFile.getReason() != null;
    return hasReason ? ((FileSystemException) failure).getReason() : plain(failure);
  }

  private static String plain(IOException failure) {
    return FileFailure.reason(failure);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream input = Files.newInputStream(file)) {
      return Sha256.hex(input);
    }
  }

  static void requireChecksum(PublishedFile file, String found, String place) {
    if (!file.isOf(found)) {
      throw new DataException(
          place,
          "SHA-256 " + file.sha256(),
          found,
          "Another file of this name is there: move it away, or fetch to another folder.");
    }
  }

  /** The tries for one file. */
  private final class Attempts {
    private final PublishedFile file;
    private final Path part;
    private final Transfer transfer = new Transfer(client, policy.stallTimeout(), listener);
    private final List<URI> addresses;
    private final List<String> failures = new ArrayList<>();

    private Attempts(PublishedFile file, List<URI> bases, Path part) {
      this.file = file;
      this.part = part;
      this.addresses =
          bases.stream()
              .map(base -> base.resolve(file.name()))
              .collect(Collectors.toCollection(ArrayList::new));
    }

    /** Tries until the part file is the whole file. */
    private void run() throws IOException {
      try {
        for (int round = 1; round <= policy.rounds() && !addresses.isEmpty(); round++) {
          if (round > 1) {
            listener.pausing(policy.pauseAfter(round - 1));
            Thread.sleep(policy.pauseAfter(round - 1).toMillis());
          }

          failures.clear();

          for (URI address : List.copyOf(addresses)) {
            if (succeeds(address)) {
              return;
            }
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failures.add("interrupted");
      }

      throw addresses.isEmpty() ? noneHasIt() : unreachable();
    }

    /** Every address answered, and none with this file: the same command would get no other one. */
    private DataException noneHasIt() {
      return new DataException(
          file.name(),
          "the file with SHA-256 %s from one of its addresses".formatted(file.sha256()),
          String.join("; ", failures),
          "Name another address with --from, or copy the file into the folder yourself.");
    }

    private DataAwayException unreachable() {
      return new DataAwayException(
          ("%s cannot be fetched: %s. Check the network and try again, which continues where this"
                  + " broke off; name another address with --from; or copy the file into the folder"
                  + " yourself.")
              .formatted(file.name(), String.join("; ", failures)));
    }

    /**
     * One try.
     *
     * @throws IOException for what is wrong here: no address can help
     */
    private boolean succeeds(URI address) throws InterruptedException, IOException {
      try {
        return transferred(address);
      } catch (Transfer.RefusedException e) {
        addresses.remove(address);
        fail(address, e.getMessage());
      } catch (Transfer.BrokenException e) {
        fail(address, e.getMessage());
      }

      return false;
    }

    private boolean transferred(URI address) throws IOException, InterruptedException {
      Transfer.Outcome outcome = transfer.run(address, part, file.name());

      if (isWhole()) {
        return true;
      }

      // The first bytes may be another address's, or an old version's.
      if (outcome == Transfer.Outcome.RESUMED) {
        Files.delete(part);
        transfer.run(address, part, file.name());

        if (isWhole()) {
          return true;
        }
      }

      String found = sha256(part);
      Files.delete(part);
      addresses.remove(address);
      fail(address, "another file, with SHA-256 " + found);
      return false;
    }

    private boolean isWhole() throws IOException {
      return file.isOf(sha256(part));
    }

    private void fail(URI address, String reason) {
      failures.add(address + ": " + reason);
      listener.failed(address, reason);
    }
  }

  /**
   * When a download is tried again.
   *
   * @param rounds how often all addresses are tried, at least 1
   * @param firstPause between the first two rounds; each further one is twice as long
   * @param stallTimeout how long a server may send nothing
   */
  public record RetryPolicy(int rounds, Duration firstPause, Duration stallTimeout) {
    /** Five rounds with 1, 2, 4 and 8 s between them; 60 s of silence. */
    public static final RetryPolicy DEFAULT =
        new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60));

    public RetryPolicy {
      Bounds.COUNT.check("rounds", rounds);

      if (firstPause.isNegative() || stallTimeout.isNegative() || stallTimeout.isZero()) {
        throw new IllegalArgumentException(
            "firstPause must not be negative and stallTimeout positive, not %s and %s"
                .formatted(firstPause, stallTimeout));
      }
    }

    /** The pause after this many rounds, the first of which is number 1. */
    Duration pauseAfter(int round) {
      return firstPause.multipliedBy(1L << Math.min(round - 1, 20));
    }
  }

  /** Hears how a download goes, on the thread that downloads. */
  public interface DownloadListener {
    /** The file is there already and its checksum is right. */
    default void alreadyThere(String file) {}

    /**
     * A server begins to send.
     *
     * @param from bytes that are there already
     */
    default void started(URI address, long from) {}

    /**
     * Some bytes came.
     *
     * @param bytes all that are there now
     * @param total bytes of the whole file, -1 when the server does not say
     */
    default void progressed(String file, long bytes, long total) {}

    /**
     * An address failed.
     *
     * @param reason what happened
     */
    default void failed(URI address, String reason) {}

    /** All addresses failed for now; they are tried again after a pause. */
    default void pausing(Duration pause) {}

    /** The file is complete and its checksum is right. */
    default void finished(String file, long bytes) {}
  }
}
