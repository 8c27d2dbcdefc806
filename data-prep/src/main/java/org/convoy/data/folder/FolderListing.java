package org.convoy.data.folder;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;

/** All files below a folder, by one listing of each folder. */
final class FolderListing {
  private FolderListing() {}

  /** Their paths are relative to the folder, with slashes; the details are modification times. */
  static FileList of(Configuration hadoop, Path folder) {
    try {
      FileSystem files = HadoopFiles.of(folder, hadoop);
      FileStatus status = files.getFileStatus(folder);

      if (!status.isDirectory()) {
        throw new DataException(
            folder.toString(),
            "a folder of class folders",
            "a file",
            "Point the path at a folder, or at an archive that ends in .tar, .tar.gz or .tgz.");
      }

      return FileTree.list(files, status.getPath());
    } catch (FileNotFoundException e) {
      throw new DataException(
          folder.toString(),
          "a folder of class folders",
          "nothing",
          "Check the path, or fetch the data set first.",
          e);
    } catch (IOException e) {
      throw DataException.ofReading(
          folder.toString(),
          "a folder that can be listed",
          "Check the path, the permissions and the names of the files.",
          e);
    } catch (IllegalArgumentException e) {
      // Hadoop cannot hold some names, such as those with a colon: IllegalArgumentException.
      throw new DataException(
          folder.toString(),
          "a folder that can be listed",
          "an error: " + e,
          "Check the path, the permissions and the names of the files.",
          e);
    }
  }
}
