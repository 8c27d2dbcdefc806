package org.convoy.data;

import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Gives Hadoop's paths and file systems, and says clearly where there is none. */
public final class HadoopFiles {
  private HadoopFiles() {}

  /**
   * The path that a user names.
   *
   * @throws DataException when it is none: an empty text, or one with a colon after what is no name
   *     of a file system
   */
  public static Path path(String location) {
    try {
      return new Path(location);
    } catch (IllegalArgumentException e) {
      String reason = (e.getCause() == null ? e : e.getCause()).getMessage();
      throw new DataException(
          "\"" + location + "\"", "a path", "none: " + reason, "Name a file or a folder.", e);
    }
  }

  /**
   * The file system that a path is on.
   *
   * @throws IOException when there is none, or its host is not known
   */
  public static FileSystem of(Path path, Configuration hadoop) throws IOException {
    try {
      return path.getFileSystem(hadoop);
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw new IOException("unknown host " + unknown.getMessage(), e);
      }

      throw e;
    }
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be opened
   */
  public static FSDataInputStream open(Path path, Configuration hadoop) throws IOException {
    FileSystem files = of(path, hadoop);
    // Hadoop has no path for the checksums of a local file with a colon in its name.
    return files instanceof ChecksumFileSystem local && path.getName().indexOf(':') >= 0
        ? local.getRawFileSystem().open(path)
        : files.open(path);
  }
}
