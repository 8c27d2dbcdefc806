package org.convoy.run;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.convoy.data.FilePlace;

/**
 * A file that is written for the user, on any Hadoop file system: whole or not at all. Local files
 * get no hidden file of checksums beside them.
 */
public final class OutputFile {
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

  /** Writes a file's content to a stream. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream output) throws IOException;
  }

  /**
   * Writes the file over whatever is there.
   *
   * @throws RunException when it cannot be written; what was there is as it was
   */
  public void write(Content content) {
    try {
      Path target = place.path();
      requireNoFolder(place.files(), target);
      if (target.toUri().getScheme().equals("file")) {
        writeLocally(java.nio.file.Path.of(target.toUri().getPath()), content);
      } else {
        AtomicFiles.write(place.files(), target, content::writeTo);
      }
    } catch (IOException e) {
      throw new RunException("file " + location + " cannot be written: " + e, e);
    }
  }

  private void requireNoFolder(FileContext files, Path target) throws IOException {
    if (files.util().exists(target) && files.getFileStatus(target).isDirectory()) {
      throw new RunException("file %s cannot be written: it is a folder".formatted(location));
    }
  }

  private static void writeLocally(java.nio.file.Path target, Content content) throws IOException {
    java.nio.file.Path folder = Files.createDirectories(target.toAbsolutePath().getParent());
    java.nio.file.Path temporary = folder.resolve(".tmp-" + target.getFileName());
    try {
      try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(temporary))) {
        content.writeTo(output);
      }

      Files.move(
          temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
