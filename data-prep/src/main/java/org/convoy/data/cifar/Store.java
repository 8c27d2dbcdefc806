package org.convoy.data.cifar;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.data.Contents;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.ImageDataset.SampleAccess;
import org.convoy.data.archive.Archive;

/** What the files of a data set lie in. */
interface Store extends Serializable {
  /** The path itself, the published folder in it, or the published archive in it. */
  static Store find(Configuration hadoop, String path, CifarLabels labels) {
    if (Archive.isArchive(path)) {
      return ArchiveStore.open(hadoop, path);
    }

    Store store = FolderStore.open(hadoop, HadoopFiles.path(path));

    if (store.sizes().keySet().stream().anyMatch(labels::hasFile)) {
      return store;
    }

    Path folder = new Path(path, labels.folder());

    if (isFolder(hadoop, folder)) {
      return FolderStore.open(hadoop, folder);
    }

    if (store.sizes().containsKey(labels.archive())) {
      return ArchiveStore.open(hadoop, new Path(path, labels.archive()).toString());
    }

    throw new DataException(
        path,
        "%s, a folder %s, or %s"
            .formatted(
                String.join(", ", List.of(labels.classFile(), "….bin")),
                labels.folder(),
                labels.archive()),
        store.sizes().isEmpty() ? "no files" : String.join(", ", store.sizes().keySet()),
        "Point the path at the folder or the archive of the binary version.");
  }

  private static boolean isFolder(Configuration hadoop, Path path) {
    try {
      return HadoopFiles.of(path, hadoop).getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw DataException.ofReading(
          path.toString(), "a folder", "Check the path and the permissions.", e);
    }
  }

  /** Where that is. */
  String location();

  /** Bytes of each file by its name without folders. */
  Map<String, Long> sizes();

  /** What it costs to read one range. */
  SampleAccess access();

  /** Reads ranges in their order. */
  Contents read(Configuration hadoop, List<Range> ranges);

  /** Bytes of one file. */
  default long size(String file) {
    Long size = sizes().get(file);

    if (size == null) {
      throw new DataException(
          location(),
          "a file named " + file,
          sizes().isEmpty() ? "no files" : String.join(", ", sizes().keySet()),
          "Fetch the binary version of the data set again.");
    }

    return size;
  }

  /**
   * Some records of a batch file.
   *
   * @param file its name without folders
   * @param offset bytes before the first record
   * @param length bytes of the records
   */
  record Range(String file, long offset, int length) {
    public Range {
      requireNonNull(file, "file is null");
    }
  }
}
