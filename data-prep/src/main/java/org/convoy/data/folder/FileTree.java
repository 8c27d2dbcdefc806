package org.convoy.data.folder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** All files below a folder, as they are asked for, in no particular order. */
public final class FileTree {
  private FileTree() {}

  /**
   * Lists files at any depth, with as few calls as the file system allows.
   *
   * @throws IOException when a folder cannot be listed, or is a link to one that it lies in
   */
  public static RemoteIterator<? extends FileStatus> filesBelow(FileSystem files, Path folder)
      throws IOException {
    // Hadoop's recursive listing asks the local file system for the permissions of every file,
    // which it finds out by starting a process: minutes for some ten thousand files.
    return files instanceof LocalFileSystem
        ? new FolderByFolder(files, folder)
        : files.listFiles(folder, true);
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
        throw new IOException(
            "%s is a link to a folder that it lies in, %s".formatted(folder, real));
      }

      Optional<Folder> listed = Optional.of(new Folder(real, parent));

      for (FileStatus status : files.listStatus(folder)) {
        waiting.push(new Found(status, listed));
      }
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
