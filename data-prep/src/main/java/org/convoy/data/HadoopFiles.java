package org.convoy.data;

import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Gives Hadoop's file systems, and every way in which there is none as an IOException. */
public final class HadoopFiles {
  private HadoopFiles() {}

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
}
