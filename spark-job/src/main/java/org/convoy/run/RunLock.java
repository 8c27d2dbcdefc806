package org.convoy.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run folder to one process: its file {@value #FILE} names it, and gets a new modification
 * time every few seconds as long as it lives. A file whose process is known to have ended, or that
 * does not change for a minute, is taken over. No clocks of two machines are compared: the one that
 * waits counts how often it saw no change.
 *
 * <p>Two that take the folder at the same moment may both succeed; so whoever holds it looks again
 * before it gives anything its final name, and the one whose name is not in the file stops.
 */
public final class RunLock implements Ownership, AutoCloseable {
  static final String FILE = "running.json";

  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int SILENT_BEATS = 12;

  private final FileAccess access;
  private final FileContext files;
  private final Path folder;
  private final Path file;
  private final String location;
  private final Duration beat;
  private final Timer timer = new Timer("run folder", true);
  private RunningProcess own;

  /** Of the process that had the folder and is known to have ended. */
  private String ended = "";

  RunLock(FileAccess access, Path folder, String location) {
    this(access, folder, location, BEAT);
  }

  /**
   * @param location the folder as a person would write it
   * @param beat how often a process shows that it lives; after {@value #SILENT_BEATS} in silence it
   *     is taken for dead
   */
  RunLock(FileAccess access, Path folder, String location, Duration beat) {
    this.access = requireNonNull(access, "access is null");
    this.files = access.files();
    this.folder = requireNonNull(folder, "folder is null");
    this.file = new Path(folder, FILE);
    this.location = requireNonNull(location, "location is null");
    this.beat = requireNonNull(beat, "beat is null");
  }

  /**
   * Makes sure that no living process has the folder; of one on another machine that takes a minute
   * of waiting. An earlier attempt of the same application has been given up by the cluster: that
   * it may live somewhere, cut off, is no reason to wait.
   *
   * @param application this process's id in Spark, as far as it is known; else empty
   * @throws RunException when one lives, naming it
   */
  public void requireFree(String application) {
    Optional<RunningProcess> owner = run("cannot be read", this::owner);
    if (owner.isPresent() && !owner.get().id().equals(ended)) {
      requireEnded(owner.get(), application);
      ended = owner.get().id();
    }
  }

  private void requireEnded(RunningProcess owner, String application) {
    if (owner.isInSight() ? !owner.isAlive() : owner.application().equals(application)) {
      return;
    }

    if (!owner.isInSight()) {
      requireSilence(owner);
    } else {
      throw inUse(owner);
    }
  }

  private void requireSilence(RunningProcess owner) {
    LOG.info(
        "Run folder {} was left by {}: waiting up to {} s for a sign of life",
        location,
        owner,
        beat.multipliedBy(SILENT_BEATS).toSeconds());
    Optional<Long> before = run("cannot be read", this::lastBeat);
    for (int i = 0; i < SILENT_BEATS && before.isPresent(); i++) {
      access.pause(beat);
      Optional<Long> now = run("cannot be read", this::lastBeat);
      if (now.isPresent() && !now.equals(before)) {
        throw inUse(run("cannot be read", this::owner).orElse(owner));
      }

      before = now;
    }
  }

  private RunException inUse(RunningProcess owner) {
    return new RunException(
        "run folder %s is being trained by %s. Wait for it, stop it, or give another folder with --run."
            .formatted(location, owner));
  }

  /**
   * Takes the folder, which is made if need be.
   *
   * @param application its id in Spark
   * @throws RunException when a living process has it
   * @throws StorageException when it cannot be written
   */
  void acquire(String application) {
    requireFree(application);
    RunningProcess process = RunningProcess.current(application);
    run(
        "cannot be written",
        () -> {
          place(process);
          return null;
        });
    own = process;
    timer.schedule(showLife(), beat.toMillis(), beat.toMillis());
  }

  private void place(RunningProcess process) throws IOException {
    Optional<RunningProcess> before = owner();
    if (before.isPresent() && !isKnown(before.get(), process)) {
      throw inUse(before.get());
    }

    before.ifPresent(
        owner -> LOG.info("Run folder {}: taken over from {}, which ended", location, owner));
    Path temporary = new Path(folder, AtomicFiles.temporary(file).getName() + "-" + process.id());
    try {
      AtomicFiles.orDelete(
          files,
          temporary,
          () -> {
            byte[] json = JSON.writeValueAsBytes(process);
            AtomicFiles.writeInPlace(files, temporary, output -> output.write(json));
            files.rename(temporary, file, before.isEmpty() ? Rename.NONE : Rename.OVERWRITE);
          });
    } catch (FileAlreadyExistsException e) {
      throw inUse(owner().orElse(process));
    }
  }

  /** The one that ended, or this one itself: an attempt whose answer did not arrive. */
  private boolean isKnown(RunningProcess owner, RunningProcess process) {
    return owner.id().equals(ended) || owner.id().equals(process.id());
  }

  private TimerTask showLife() {
    return new TimerTask() {
      @Override
      public void run() {
        try {
          files.setTimes(file, System.currentTimeMillis(), -1);
        } catch (IOException | RuntimeException e) {
          LOG.debug("No sign of life in {}", file, e); // The next one may work.
        }
      }
    };
  }

  @Override
  public void require() throws IOException {
    Optional<RunningProcess> owner = owner();
    if (!isOwn(owner)) {
      throw new RunException(
          "run folder %s was taken over by %s while this process was not heard of; it stops"
              .formatted(location, owner.map(RunningProcess::toString).orElse("someone")));
    }
  }

  private boolean isOwn(Optional<RunningProcess> owner) {
    return own != null && owner.map(RunningProcess::id).equals(Optional.of(own.id()));
  }

  private Optional<RunningProcess> owner() throws IOException {
    try (InputStream input = files.open(file)) {
      return Optional.of(JSON.readValue(input, RunningProcess.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<Long> lastBeat() throws IOException {
    try {
      return Optional.of(files.getFileStatus(file).getModificationTime());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private <T> T run(String failure, FileAccess.Action<T> action) {
    return access.run("run folder %s %s".formatted(location, failure), folder, action);
  }

  /** Gives the folder free if it is this process's; what stays is seen to be dead by others. */
  @Override
  public void close() {
    timer.cancel();
    try {
      if (isOwn(owner())) {
        files.delete(file, false);
      }
    } catch (IOException e) {
      LOG.debug("{} stays", file, e);
    }
  }
}
