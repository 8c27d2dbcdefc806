package org.convoy.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.Image;
import org.convoy.data.prepare.FileImageEncoder;

/** Writes pictures as PNG. */
final class PictureFile {
  private PictureFile() {}

  /**
   * Writes a picture over whatever is there.
   *
   * @param location on any Hadoop file system
   * @throws DataException when it cannot be written
   */
  static void write(Image picture, String location, Configuration hadoop) {
    try (FileImageEncoder encoder = FileImageEncoder.png()) {
      byte[] content = encoder.encode(picture);
      Path path = HadoopFiles.path(location);
      try (OutputStream output = plain(HadoopFiles.of(path, hadoop)).create(path, true)) {
        output.write(content);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(
          location,
          "a place for a picture",
          "an error: " + e.getMessage(),
          "Name a file that can be written with --out.",
          e);
    }
  }

  /** Hadoop would put a hidden file with checksums beside a local picture. */
  private static FileSystem plain(FileSystem fileSystem) {
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }
}
