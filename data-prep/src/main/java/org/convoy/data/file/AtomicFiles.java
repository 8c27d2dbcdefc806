package org.convoy.data.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options.CreateOpts;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;

/**
 * Writes files so that a reader finds the old one, the new one, or none, but never a part: under a
 * temporary name, renamed when complete. On object stores and other file systems whose rename is a
 * copy that takes its time, or is not known to be none, files are written under their own name:
 * what is written there can be seen when it is complete.
 */
public final class AtomicFiles {
  private static final String TEMPORARY_PREFIX = ".tmp-";
  private static final Set<String> RENAMING_IN_ONE_STEP =
      Set.of("file", "hdfs", "webhdfs", "swebhdfs", "maprfs");
  private static final String VIEW = "viewfs";

  private AtomicFiles() {}

  /** Writes a file's content to a stream. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream output) throws IOException;
  }

  /** A part of writing something. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  /** Where something is written before it gets its own name: in the same folder, hidden. */
  public static Path temporary(Path target) {
    return new Path(target.getParent(), TEMPORARY_PREFIX + target.getName());
  }

  /** Another name for it there, which nobody can guess or has prepared. */
  public static String unguessable() {
    return TEMPORARY_PREFIX + UUID.randomUUID();
  }

  public static boolean isTemporary(Path path) {
    return path.getName().startsWith(TEMPORARY_PREFIX);
  }

  /** Whether a file or a folder gets another name at once, seen from everywhere. */
  public static boolean renamesInOneStep(FileContext files, Path path) throws IOException {
    String scheme = path.toUri().getScheme();
    return RENAMING_IN_ONE_STEP.contains(VIEW.equals(scheme) ? viewed(files, path) : scheme);
  }

  /** The file system that a view shows there. */
  private static String viewed(FileContext files, Path path) throws IOException {
    Path existing = path;
    while (!files.util().exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }

    return files.resolvePath(existing).toUri().getScheme();
  }

  /** Writes a file over whatever was there; nobody else writes there now. */
  public static void write(FileContext files, Path target, Content content) throws IOException {
    write(files, temporary(target), target, content);
  }

  /** Writes a file over whatever was there, though others may be doing so. */
  public static void writeExclusively(FileContext files, Path target, Content content)
      throws IOException {
    write(files, new Path(target.getParent(), unguessable()), target, content);
  }

  /** As {@link #write(FileContext, Path, Content)}, under this name until the file is complete. */
  public static void write(FileContext files, Path temporary, Path target, Content content)
      throws IOException {
    if (!renamesInOneStep(files, target)) {
      writeInPlace(files, target, content);
      return;
    }

    orDelete(
        files,
        temporary,
        () -> {
          files.delete(temporary, true); // What is left there, or a link that lies in wait.
          writeInPlace(files, temporary, content);
          files.rename(temporary, target, Rename.OVERWRITE);
        });
  }

  /** Does something with a temporary file or folder, of which nothing stays when it fails. */
  public static void orDelete(FileContext files, Path temporary, Step step) throws IOException {
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

  /**
   * Writes a file under its own name: one that is not visible yet because its folder is not, or on
   * a file system where it becomes visible when it is complete.
   */
  public static void writeInPlace(FileContext files, Path target, Content content)
      throws IOException {
    EnumSet<CreateFlag> replace = EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE);
    FSDataOutputStream output = files.create(target, replace, CreateOpts.createParent());
    try {
      content.writeTo(output);
      flush(output);
    } catch (IOException | RuntimeException | Error e) {
      abandon(files, target, output, e);
      throw e;
    }

    output.close();
  }

  /** Object stores keep what is written until it is closed, and say that they cannot flush. */
  private static void flush(FSDataOutputStream output) throws IOException {
    try {
      output.hsync();
    } catch (UnsupportedOperationException e) {
      output.flush();
    }
  }

  /** On object stores closing would make a part visible, in the place of what was there. */
  private static void abandon(
      FileContext files, Path target, FSDataOutputStream output, Throwable reason) {
    try {
      output.abort();
    } catch (UnsupportedOperationException e) {
      close(output, reason);
      delete(files, target, reason);
    }
  }

  /** HDFS throws the same exception again when a broken stream is closed. */
  private static void close(OutputStream output, Throwable reason) {
    try {
      output.close();
    } catch (IOException | FSError e) {
      if (e != reason) {
        reason.addSuppressed(e);
      }
    }
  }
}
