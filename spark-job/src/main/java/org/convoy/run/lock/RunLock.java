package org.convoy.run.lock;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a run folder, or one that data are prepared into, to one process: its file {@value
 * OwnerFile#NAME} names it, and is written anew every few seconds as long as it lives. A file whose
 * process is known to have ended, or that does not change for a minute, is taken over. No clocks of
 * two machines are compared: the one that waits counts how often it saw no change.
 *
 * <p>Two that take over the folder at the same moment may both succeed; so whoever holds it looks
 * again before it gives anything its final name, and the one whose name is not in the file stops.
 * Two that begin in an empty folder at the same moment are told apart by the file system; where it
 * cannot, the folder is refused unless a person answers for it.
 */
public final class RunLock implements Ownership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final int SILENT_BEATS = 12;

  private final FileAccess access;
  private final Path folder;
  private final OwnerFile file;
  private final String location;
  private final Duration beat;
  private final Exclusion exclusion;
  private final Purpose purpose;
  private Optional<Thread> beating = Optional.empty();
  private RunningProcess own;
  private volatile boolean isOfAnother;

  /** Of the process that had the folder and is known to have ended. */
  private String ended = "";

  /** What the folder is for, as messages say it. */
  public enum Purpose {
    TRAINING("run folder", "trained", "give another folder with --run"),
    PREPARING("folder", "prepared", "give another folder");

    private final String folder;
    private final String done;
    private final String otherwise;

    Purpose(String folder, String done, String otherwise) {
      this.folder = folder;
      this.done = done;
      this.otherwise = otherwise;
    }
  }

  /** What keeps out a process that begins at the same moment. */
  public enum Exclusion {
    /** The file system, or the folder is refused. */
    BY_FILE_SYSTEM,
    /** A person, where the file system cannot. */
    BY_PERSON
  }

  /** Of a run folder. */
  public RunLock(
      FileAccess access, Configuration hadoop, Path folder, String location, Exclusion exclusion) {
    this(access, hadoop, folder, location, exclusion, Purpose.TRAINING, BEAT);
  }

  /** Of a folder that data are prepared into. */
  public static RunLock ofPreparing(
      FileAccess access, Configuration hadoop, Path folder, String location) {
    return new RunLock(
        access, hadoop, folder, location, Exclusion.BY_PERSON, Purpose.PREPARING, BEAT);
  }

  /**
   * @param location the folder as a person would write it
   * @param beat how often a process shows that it lives; after {@value #SILENT_BEATS} in silence it
   *     is taken for dead
   */
  public RunLock(
      FileAccess access,
      Configuration hadoop,
      Path folder,
      String location,
      Exclusion exclusion,
      Duration beat) {
    this(access, hadoop, folder, location, exclusion, Purpose.TRAINING, beat);
  }

  private RunLock(
      FileAccess access,
      Configuration hadoop,
      Path folder,
      String location,
      Exclusion exclusion,
      Purpose purpose,
      Duration beat) {
    this.purpose = purpose;
    this.access = requireNonNull(access, "access is null");
    this.folder = requireNonNull(folder, "folder is null");
    this.file = new OwnerFile(access.files(), hadoop, folder);
    this.location = requireNonNull(location, "location is null");
    this.exclusion = requireNonNull(exclusion, "exclusion is null");
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
    boolean isEarlierAttempt = !application.isEmpty() && owner.application().equals(application);
    if (owner.isInSight() ? !owner.isAlive() : isEarlierAttempt) {
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
        "Folder {} was left by {}: waiting up to {} s for a sign of life",
        location,
        owner,
        beat.multipliedBy(SILENT_BEATS).toSeconds());
    Optional<OwnerFile.Sign> before = run("cannot be read", file::read);
    for (int i = 0; i < SILENT_BEATS && before.isPresent(); i++) {
      access.pause(beat);
      Optional<OwnerFile.Sign> now = run("cannot be read", file::read);
      if (now.isPresent() && !now.equals(before)) {
        throw inUse(now.get().owner());
      }

      before = now;
    }
  }

  /**
   * Makes sure that the file system can tell two processes apart that begin at the same moment, or
   * that a person does.
   *
   * @throws RunException when neither does
   */
  public void requireExclusion() {
    if (exclusion == Exclusion.BY_FILE_SYSTEM && !run("cannot be written", file::isExclusive)) {
      throw new RunException(
          ("run folder %s is on a file system that neither creates a file only once nor renames in"
                  + " one step, so two trainings that begin there at the same moment cannot be told"
                  + " apart. Give a folder on another file system with --run, or say --run-unlocked"
                  + " and make sure that one trains there at a time.")
              .formatted(location));
    }
  }

  private RunException inUse(RunningProcess owner) {
    isOfAnother = true;
    return new RunException(
        "%s %s is being %s by %s. Wait for it, stop it, or %s."
            .formatted(purpose.folder, location, purpose.done, owner, purpose.otherwise));
  }

  /**
   * Takes the folder, which is made if need be.
   *
   * @param application its id in Spark
   * @throws RunException when a living process has it
   * @throws StorageException when it cannot be written
   */
  public void acquire(String application) {
    requireFree(application);
    requireExclusion();
    RunningProcess process = RunningProcess.current(application);
    run(
        "cannot be written",
        () -> {
          place(process);
          return null;
        });
    synchronized (this) {
      beating.ifPresent(Thread::interrupt);
      own = process;
      Thread thread = new Thread(this::keepShowingLife, "run folder");
      thread.setDaemon(true);
      thread.start();
      beating = Optional.of(thread);
    }
  }

  private void place(RunningProcess process) throws IOException {
    Optional<RunningProcess> before = owner();
    if (before.isPresent() && !isKnown(before.get(), process)) {
      throw inUse(before.get());
    }

    if (before.isPresent()) {
      LOG.info("Folder {}: taken over from {}, which ended", location, before.get());
      file.replace(process);
      return;
    }

    try {
      file.create(process);
    } catch (IOException e) {
      Optional<RunningProcess> there = owner();
      if (there.isEmpty()) {
        throw e;
      }

      if (!there.get().id().equals(process.id())) {
        throw inUse(there.get());
      }
    }
  }

  /** The one that ended, or this one itself: an attempt whose answer did not arrive. */
  private boolean isKnown(RunningProcess owner, RunningProcess process) {
    return owner.id().equals(ended) || owner.id().equals(process.id());
  }

  /** Until it is interrupted. */
  private void keepShowingLife() {
    try {
      while (true) {
        Thread.sleep(beat.toMillis()); // However the clock is set meanwhile.
        showLifeIfPossible();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void showLifeIfPossible() {
    try {
      showLife();
    } catch (IOException | RuntimeException | Error e) { // Even of memory: it would not come again.
      LOG.debug("No sign of life in {}", file, e); // The next one may work.
    }
  }

  /** Never in a file that is another's, or that this process has deleted. */
  private synchronized void showLife() throws IOException {
    if (isOwn(owner())) {
      own = own.afterBeat();
      file.replace(own);
    }
  }

  @Override
  public synchronized void require() throws IOException {
    Optional<RunningProcess> owner = owner();
    if (!isOwn(owner)) {
      throw new RunException(
          "%s %s was taken over by %s while this process was not heard of; it stops"
              .formatted(
                  purpose.folder, location, owner.map(RunningProcess::toString).orElse("someone")));
    }
  }

  /** Whether this process has taken the folder. */
  public synchronized boolean isHeld() {
    return own != null;
  }

  /** Whether another process was seen to have it. */
  public boolean isOfAnother() {
    return isOfAnother;
  }

  private synchronized boolean isOwn(Optional<RunningProcess> owner) {
    return own != null && owner.map(RunningProcess::id).equals(Optional.of(own.id()));
  }

  private Optional<RunningProcess> owner() throws IOException {
    return file.read().map(OwnerFile.Sign::owner);
  }

  private <T> T run(String failure, FileAccess.Action<T> action) {
    return access.run("%s %s %s".formatted(purpose.folder, location, failure), folder, action);
  }

  /** Gives the folder free if it is this process's; what stays is seen to be dead by others. */
  @Override
  public synchronized void close() {
    beating.ifPresent(Thread::interrupt);
    try {
      if (isOwn(owner())) {
        file.delete();
      }
    } catch (IOException | RunException e) {
      LOG.debug("{} stays", file, e);
    } finally {
      own = null;
    }
  }
}
