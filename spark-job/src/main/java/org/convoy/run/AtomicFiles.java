package org.convoy.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
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
    writeInPlace(files, temporary, content);
    files.rename(temporary, target, Rename.OVERWRITE);
  }

  /** Writes a file that is not visible yet because its folder is not. */
  static void writeInPlace(FileContext files, Path target, Content content) throws IOException {
    EnumSet<CreateFlag> replace = EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE);
    try (FSDataOutputStream output = files.create(target, replace, CreateOpts.createParent())) {
      content.writeTo(output);
      output.hsync();
    }
  }
}
