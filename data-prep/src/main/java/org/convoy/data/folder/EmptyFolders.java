package org.convoy.data.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.LabelMapping;
import org.convoy.data.Split;

/** Folders where those of classes are, but without an image: a listing of files lacks them. */
final class EmptyFolders {
  private EmptyFolders() {}

  static List<String> remarks(Configuration hadoop, Path root, FolderSplits splits) {
    List<String> remarks = new ArrayList<>();

    for (Map.Entry<Split, String> prefix : splits.prefixes().entrySet()) {
      TreeSet<String> empty =
          new TreeSet<>(folders(hadoop, HadoopFiles.below(root, prefix.getValue())));
      splits
          .labelled()
          .get(prefix.getKey())
          .files()
          .forEach(file -> empty.remove(className(file.path(), prefix.getValue())));

      if (!empty.isEmpty()) {
        remarks.add(
            "No image lies in %s %s%s"
                .formatted(
                    empty.size() == 1 ? "the class folder" : "the class folders",
                    prefix.getValue(),
                    LabelMapping.shown(List.copyOf(empty))));
      }
    }

    return remarks;
  }

  private static String className(String path, String prefix) {
    return path.substring(prefix.length(), path.indexOf('/', prefix.length()));
  }

  private static List<String> folders(Configuration hadoop, Path folder) {
    try {
      FileSystem files = HadoopFiles.of(folder, hadoop);
      return HadoopFiles.list(files, folder).stream()
          .filter(FileStatus::isDirectory)
          .map(status -> status.getPath().getName())
          .filter(name -> !HiddenFiles.isHidden(name))
          .toList();
    } catch (IOException e) {
      throw DataException.ofReading(
          folder.toString(), "a folder of class folders", "Check the path.", e);
    }
  }
}
