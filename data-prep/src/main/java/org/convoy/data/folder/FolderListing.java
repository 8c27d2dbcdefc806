package org.convoy.data.folder;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;

/**
 * All files below a folder, by one recursive listing.
 *
 * @param paths relative to the folder, with slashes
 * @param lengths bytes of each
 */
record FolderListing(List<String> paths, List<Long> lengths) {
  static FolderListing of(Configuration hadoop, Path folder) {
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

      return list(files, status.getPath());
    } catch (FileNotFoundException e) {
      throw new DataException(
          folder.toString(),
          "a folder of class folders",
          "nothing",
          "Check the path, or fetch the data set first.",
          e);
    } catch (IOException | IllegalArgumentException e) {
      // Hadoop cannot hold some names, such as those with a colon: IllegalArgumentException.
      throw new DataException(
          folder.toString(),
          "a folder that can be listed",
          "an error: " + e,
          "Check the path, the permissions and the names of the files.",
          e);
    }
  }

  private static FolderListing list(FileSystem files, Path root) throws IOException {
    List<String> paths = new ArrayList<>();
    List<Long> lengths = new ArrayList<>();
    String prefix = root.isRoot() ? "/" : root.toUri().getPath() + "/";
    RemoteIterator<? extends FileStatus> found = FileTree.filesBelow(files, root);

    while (found.hasNext()) {
      FileStatus file = found.next();
      paths.add(file.getPath().toUri().getPath().substring(prefix.length()));
      lengths.add(file.getLen());
    }

    return new FolderListing(paths, lengths);
  }
}
