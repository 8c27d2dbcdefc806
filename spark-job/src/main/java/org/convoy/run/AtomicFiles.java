package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/** Writes files so that a reader finds the old one, the new one, or none, but never a part. */
final class AtomicFiles {
  private static final String TEMPORARY_PREFIX = ".tmp-";

  private AtomicFiles() {}

  /** Writes a file's content to a stream. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream output) throws IOException;
  }

  /** A part of writing something. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /** Where something is written before it gets its own name: in the same folder, hidden. */
  static Path temporary(Path target) {
    return new Path(target.getParent(), TEMPORARY_PREFIX + target.getName());
  }

  static boolean isTemporary(Path path) {
    return path.getName().startsWith(TEMPORARY_PREFIX);
  }

  /** Writes to a temporary name, then renames over whatever was there. */
  static void write(FileContext files, Path target, Content content) throws IOException {
    Path temporary = temporary(target);
    orDelete(
        files,
        temporary,
        () -> {
          writeInPlace(files, temporary, content);
          files.rename(temporary, target, Rename.OVERWRITE);
        });
  }

  /** Does something with a temporary file or folder, of which nothing stays when it fails. */
  static void orDelete(FileContext files, Path temporary, Step step) throws IOException {
    try {
      step.run();
    } catch (IOException | RuntimeException | Error e) {
      delete(files, temporary, e);
      throw e;
    }
  }

  private static void delete(FileContext files, Path temporary, Throwable reason) {
    try {
      files.delete(temporary, true);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** Writes a file that is not visible yet because its folder is not. */
  static void writeInPlace(FileContext files, Path target, Content content) throws IOException {
    EnumSet<CreateFlag> replace = EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE);
    FSDataOutputStream output = files.create(target, replace, CreateOpts.createParent());
    try {
      content.writeTo(output);
      output.hsync();
    } catch (IOException | RuntimeException | Error e) {
      abandon(output, e);
      throw e;
    }

    output.close();
  }

  /** HDFS throws the same exception again when a broken stream is closed. */
  private static void abandon(OutputStream output, Throwable reason) {
    try {
      output.close();
    } catch (IOException | FSError e) {
      if (e != reason) {
        reason.addSuppressed(e);
      }
    }
  }
}
