package org.convoy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;

/**
 * A text file that grows under a hidden name and gets its own, in the place of whatever has it,
 * once it is complete. Closed before, it leaves nothing.
 */
final class AtomicTextFile implements AutoCloseable {
  private final String location;
  private final FileSystem files;
  private final Path target;
  private final Path temporary;
  private final Writer writer;

  private AtomicTextFile(String location, FileSystem files, Path target) throws IOException {
    this.location = requireNonNull(location, "location is null");
    this.files = requireNonNull(files, "files is null");
    this.target = requireNonNull(target, "target is null");
    if (files.exists(target) && files.getFileStatus(target).isDirectory()) {
      throw new IOException("it is a folder");
    }

    temporary = new Path(target.getParent(), ".tmp-" + target.getName());
    writer = new BufferedWriter(new OutputStreamWriter(files.create(temporary, true), UTF_8));
  }

  /**
   * Begins a file.
   *
   * @param location on any Hadoop file system
   * @throws DataException when it cannot be written there
   */
  static AtomicTextFile create(String location, Configuration hadoop) {
    try {
      Path path = new Path(location);
      FileSystem files = plain(path.getFileSystem(hadoop));
      return new AtomicTextFile(location, files, files.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw unwritable(location, e);
    }
  }

  /** Hadoop would put a hidden file with checksums beside a local one. */
  private static FileSystem plain(FileSystem files) {
    return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
  }

  void write(String text) {
    try {
      writer.write(text);
    } catch (IOException e) {
      throw unwritable(location, e);
    }
  }

  /** Gives the file its name; nothing can be written after. */
  void complete() {
    try {
      writer.close();
      if (files.getUri().getScheme().equals("file")) {
        Files.move(local(temporary), local(target), StandardCopyOption.ATOMIC_MOVE);
      } else {
        FileContext.getFileContext(files.getUri(), files.getConf())
            .rename(temporary, target, Rename.OVERWRITE);
      }
    } catch (IOException e) {
      throw unwritable(location, e);
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  @Override
  public void close() {
    try {
      writer.close();
      files.delete(temporary, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataException unwritable(String location, Exception cause) {
    return new DataException(
        location,
        "a place for a file",
        "an error: " + cause.getMessage(),
        "Name a file that can be written with --out.",
        cause);
  }
}
