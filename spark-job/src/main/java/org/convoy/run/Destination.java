package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.prepare.DestinationException;
import org.convoy.run.file.FileAccess;
import org.convoy.run.file.RunException;
import org.convoy.run.file.StorageAwayException;
import org.convoy.run.file.StorageException;
import org.convoy.run.lock.RunLock;

/** The folder that data are prepared into, with the patience and the messages of run folders. */
public final class Destination {
  private final Configuration hadoop;
  private final FileAccess access;
  private final FilePlace place;
  private final String location;

  private Destination(Configuration hadoop, FileAccess access, FilePlace place, String location) {
    this.hadoop = requireNonNull(hadoop, "hadoop is null");
    this.access = requireNonNull(access, "access is null");
    this.place = requireNonNull(place, "place is null");
    this.location = requireNonNull(location, "location is null");
  }

  /**
   * A folder, whether it exists or not.
   *
   * @param patience for how long a file system that is away is asked again
   * @throws RunException when the path or its file system is none
   */
  public static Destination at(String location, Configuration hadoop, Duration patience) {
    try {
      FilePlace place = FilePlace.of(location, hadoop);
      return new Destination(hadoop, new FileAccess(place.files(), patience), place, location);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("folder " + location + ": " + e.getMessage(), e);
    }
  }

  /** What keeps others out while a process prepares there; nothing is written yet. */
  public RunLock lock() {
    return RunLock.ofPreparing(access, hadoop, place.path(), location);
  }

  /**
   * Runs what goes on where it was when it is run again, until it works.
   *
   * @throws RunException when a file is not what it should be
   * @throws StorageException when there is no space or no permission
   * @throws StorageAwayException when the file system is away
   */
  public <T> T write(Supplier<T> action) {
    return access.run(
        "folder " + location + " cannot be written", place.path(), () -> unwrapped(action));
  }

  private static <T> T unwrapped(Supplier<T> action) throws IOException {
    try {
      return action.get();
    } catch (Exception e) { // Spark's own are checked ones, which its API does not declare.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof DestinationException destination) {
          throw destination.failure();
        }

        if (cause instanceof FSError error) {
          throw error;
        }
      }

      throw e;
    }
  }
}
