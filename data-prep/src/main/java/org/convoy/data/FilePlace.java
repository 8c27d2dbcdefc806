package org.convoy.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;

/**
 * A path that says which file system it is on, with that file system.
 *
 * @param files where files are created, read and renamed
 * @param path complete, for example {@code hdfs://host:8020/user/me/runs}
 */
public record FilePlace(FileContext files, Path path) {
  public FilePlace {
    requireNonNull(files, "files is null");
    requireNonNull(path, "path is null");
  }

  /**
   * Completes a path as Hadoop's command line does: without a scheme it is on the default file
   * system, {@code hdfs:///} is the default one's host.
   *
   * @throws IOException when there is no such file system
   * @throws IllegalArgumentException when the path is none
   */
  public static FilePlace of(String location, Configuration hadoop) throws IOException {
    Path path = HadoopFiles.parse(location);
    // A FileContext takes no URI without a host, FileSystem fills it in.
    Path complete = HadoopFiles.of(path, hadoop).makeQualified(path);
    return new FilePlace(FileContext.getFileContext(complete.toUri(), hadoop), complete);
  }
}
