package org.convoy.data.folder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.convoy.data.ConcurrentReads;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;

/**
 * All files below a folder, as they are asked for, in no particular order. Links of a local folder
 * are followed, but for those to a folder that they lie in.
 */
public final class FileTree {
  private static final int SHOWN = 5;
  private static final String PARQUET_SUFFIX = ".parquet";

  private FileTree() {}

  /**
   * Lists files at any depth, with as few calls as the file system allows.
   *
   * @throws IOException when a folder cannot be listed
   * @throws DataException when files of a local folder cannot be seen: broken links, and names that
   *     the locale does not know; when what is named as an image or a Parquet file is a FIFO, a
   *     device or a socket; when a folder is a link to one that it lies in
   */
  public static RemoteIterator<? extends FileStatus> filesBelow(FileSystem files, Path folder)
      throws IOException {
    // Hadoop's recursive listing asks the local file system for the permissions of every file,
    // which it finds out by starting a process: minutes for some ten thousand files.
    return files instanceof LocalFileSystem
        ? new FolderByFolder(files, folder)
        : files.listFiles(folder, true);
  }

  /** Reading from others may never end. They have no length, so few files are asked. */
  private static void requireOrdinary(FileSystem files, Path folder, List<FileStatus> found) {
    List<String> special =
        found.stream()
            .filter(status -> !status.isDirectory() && status.getLen() == 0)
            .map(FileStatus::getPath)
            .filter(path -> isNamedAsData(path.getName()) && HadoopFiles.isSpecial(files, path))
            .map(Path::getName)
            .sorted()
            .toList();

    if (!special.isEmpty()) {
      throw new DataException(
          folder.toUri().getPath(),
          "files",
          "%d that %s a FIFO, a device or a socket (%s)"
              .formatted(special.size(), special.size() == 1 ? "is" : "are", shown(special)),
          "Remove what is no file, or name it otherwise.");
    }
  }

  private static boolean isNamedAsData(String name) {
    return ImageFiles.isImage(name)
        || (name.endsWith(PARQUET_SUFFIX) && !HiddenFiles.isHidden(name));
  }

  private static String shown(List<String> names) {
    return names.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (names.size() > SHOWN ? ", …" : "");
  }

  /**
   * Lists all files at any depth; on the network, several folders at a time.
   *
   * @return paths relative to the folder, folder by folder in order of name; the detail is the
   *     modification time in milliseconds since 1970
   * @throws IOException when a folder cannot be listed
   */
  static FileList list(FileSystem files, Path root) throws IOException {
    int prefix = root.isRoot() ? 1 : root.toUri().getPath().length() + 1;
    return files instanceof LocalFileSystem
        ? listLocal(new FolderByFolder(files, root), prefix)
        : listRemote(files, root, prefix);
  }

  private static FileList listLocal(FolderByFolder found, int prefix) throws IOException {
    FileList list = new FileList();

    while (found.hasNext()) {
      add(list, found.next(), prefix);
    }

    return list;
  }

  private static void add(FileList list, FileStatus file, int prefix) {
    list.add(
        file.getPath().toUri().getPath().substring(prefix),
        file.getLen(),
        file.getModificationTime());
  }

  private static FileList listRemote(FileSystem files, Path root, int prefix) throws IOException {
    List<Listed> all = new ArrayList<>();
    List<Path> level = List.of(root);

    try (ConcurrentReads reads = ConcurrentReads.of(files)) {
      while (!level.isEmpty()) {
        List<Listed> listed = reads.all(level, folder -> Listed.of(files, folder, prefix));
        level = listed.stream().flatMap(folder -> folder.folders().stream()).toList();
        all.addAll(listed);
      }
    }

    FileList list = new FileList();
    all.sort(Comparator.comparing(Listed::folder));
    all.forEach(listed -> list.addAll(listed.files()));
    return list;
  }

  /** What is directly in a folder. */
  private record Listed(Path folder, FileList files, List<Path> folders) {
    private static Listed of(FileSystem files, Path folder, int prefix) throws IOException {
      Listed listed = new Listed(folder, new FileList(), new ArrayList<>());
      // In batches, where the file system has some.
      RemoteIterator<FileStatus> found = files.listStatusIterator(folder);

      while (found.hasNext()) {
        FileStatus status = found.next();

        if (status.isDirectory()) {
          listed.folders.add(status.getPath());
        } else {
          add(listed.files, status, prefix);
        }
      }

      return listed;
    }
  }

  /** Lists one folder after the other, those behind links too. */
  private static final class FolderByFolder implements RemoteIterator<FileStatus> {
    private final FileSystem files;
    private final Deque<Found> waiting = new ArrayDeque<>();

    private FolderByFolder(FileSystem files, Path folder) throws IOException {
      this.files = files;
      list(folder, Optional.empty());
    }

    private record Found(FileStatus status, Optional<Folder> folder) {}

    /** A folder without the links on the way to it, and the one that it was found in. */
    private record Folder(java.nio.file.Path real, Optional<Folder> parent) {
      private boolean liesIn(java.nio.file.Path other) {
        return real.equals(other) || parent.filter(outer -> outer.liesIn(other)).isPresent();
      }
    }

    private void list(Path folder, Optional<Folder> parent) throws IOException {
      java.nio.file.Path real = java.nio.file.Path.of(folder.toUri().getPath()).toRealPath();

      if (parent.filter(outer -> outer.liesIn(real)).isPresent()) {
        throw new DataException(
            folder.toUri().getPath(),
            "a folder",
            "a link to a folder that it lies in, " + real,
            "Remove the link: the files would be found again and again.");
      }

      Optional<Folder> listed = Optional.of(new Folder(real, parent));
      List<FileStatus> found = HadoopFiles.list(files, folder);
      requireOrdinary(files, folder, found);
      found.forEach(status -> waiting.push(new Found(status, listed)));
    }

    @Override
    public boolean hasNext() throws IOException {
      while (!waiting.isEmpty() && waiting.peek().status().isDirectory()) {
        Found next = waiting.pop();
        list(next.status().getPath(), next.folder());
      }

      return !waiting.isEmpty();
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException("no file left");
      }

      return waiting.pop().status();
    }
  }
}
