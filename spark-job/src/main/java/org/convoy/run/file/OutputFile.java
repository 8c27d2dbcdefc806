package org.convoy.run.file;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.data.HadoopFiles.FilePlace;
import org.convoy.data.file.AtomicFiles;
import org.convoy.data.file.AtomicFiles.Content;

/**
 * A file that is written for the user, on any Hadoop file system: whole or not at all. Local files
 * get no hidden file of checksums beside them. Until it is whole it has a name that nobody can
 * guess, so that no link lies in wait there and two commands do not share it. Devices, FIFOs and
 * standard output, {@value #STANDARD_OUTPUT}, are written to.
 */
public final class OutputFile {
  private static final String STANDARD_OUTPUT = "-";
  private static final Set<String> ALSO_STANDARD_OUTPUT =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  private final String location;
  private final FilePlace place;

  private OutputFile(String location, FilePlace place) {
    this.location = requireNonNull(location, "location is null");
    this.place = requireNonNull(place, "place is null");
  }

  /**
   * The file at a path, whether it exists or not.
   *
   * @throws RunException when the path or its file system is none
   */
  public static OutputFile at(String location, Configuration hadoop) {
    return new OutputFile(location, place(location, hadoop));
  }

  private static FilePlace place(String location, Configuration hadoop) {
    try {
      return FilePlace.of(location, hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new RunException("file " + location + ": " + e.getMessage(), e);
    }
  }

  /** Whether another location is this file's. */
  public boolean isAt(String other, Configuration hadoop) {
    return place.path().equals(place(other, hadoop).path());
  }

  /**
   * Makes sure that writing would not write over anything.
   *
   * @throws RunException when there is something already
   */
  public void requireAbsent() {
    boolean isThere =
        !isStandardOutput()
            && new FileAccess(place.files(), Duration.ZERO)
                .run(
                    "file " + location + " cannot be looked at",
                    place.path(),
                    () -> place.files().util().exists(place.path()));
    if (isThere) {
      throw new RunException(
          "file %s is there already and is not written over; name another one with --out"
              .formatted(location));
    }
  }

  /**
   * Makes sure that there is no folder in its place, before much work is done for it.
   *
   * @throws RunException when there is one
   */
  public void requireNoFolder() {
    if (!isStandardOutput()) {
      new FileAccess(place.files(), Duration.ZERO)
          .run(
              "file " + location + " cannot be looked at",
              place.path(),
              () -> {
                requireNoFolder(place.files(), place.path());
                return null;
              });
    }
  }

  /** Whether it is this process's standard output, which nothing else may be written to then. */
  public boolean isStandardOutput() {
    return isStandardOutput(location);
  }

  /** As above, of a location; null is none. */
  public static boolean isStandardOutput(String location) {
    return STANDARD_OUTPUT.equals(location)
        || (location != null && ALSO_STANDARD_OUTPUT.contains(location));
  }

  /**
   * Writes the file over whatever is there.
   *
   * @throws RunException when it cannot be written there; what was there is as it was
   * @throws StorageException when there is no space or no permission; likewise
   * @throws StorageAwayException when its file system is away; likewise
   */
  public void write(Content content) {
    Path target = place.path();
    new FileAccess(place.files(), Duration.ZERO)
        .run(
            "file " + location + " cannot be written",
            target,
            () -> {
              writeOnce(target, content);
              return null;
            });
  }

  private void writeOnce(Path target, Content content) throws IOException {
    if (isStandardOutput()) {
      writeThrough(new FileOutputStream(FileDescriptor.out), content);
      return;
    }

    requireNoFolder(place.files(), target);
    if (!target.toUri().getScheme().equals("file")) {
      AtomicFiles.writeExclusively(place.files(), target, content);
      return;
    }

    java.nio.file.Path local = java.nio.file.Path.of(target.toUri().getPath()).toAbsolutePath();
    if (isSpecial(local)) {
      try (OutputStream output = Files.newOutputStream(local, StandardOpenOption.WRITE)) {
        writeThrough(output, content);
      }
    } else {
      writeLocally(local, content);
    }
  }

  private void requireNoFolder(FileContext files, Path target) throws IOException {
    if (files.util().exists(target) && files.getFileStatus(target).isDirectory()) {
      throw new RunException("file %s cannot be written: it is a folder".formatted(location));
    }
  }

  /** A device, FIFO or socket; or a link of the system's own, such as /dev/stderr. */
  private static boolean isSpecial(java.nio.file.Path target) {
    boolean isSystem = target.startsWith("/dev") || target.startsWith("/proc");
    return Files.exists(target)
        && !Files.isDirectory(target)
        && (!Files.isRegularFile(target) || (isSystem && Files.isSymbolicLink(target)));
  }

  private void writeThrough(OutputStream target, Content content) throws IOException {
    try {
      OutputStream output = new BufferedOutputStream(target);
      content.writeTo(output);
      output.flush();
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
        throw new RunException(
            "file %s cannot be written to its end: whoever read it has ended".formatted(location),
            e);
      }

      throw e;
    }
  }

  private static void writeLocally(java.nio.file.Path target, Content content) throws IOException {
    java.nio.file.Path folder = Files.createDirectories(target.getParent());
    java.nio.file.Path temporary = folder.resolve(AtomicFiles.unguessable());
    try {
      // A link that has this name already is not followed, nor is a file written over.
      try (OutputStream output =
          new BufferedOutputStream(
              Files.newOutputStream(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        content.writeTo(output);
      }

      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
