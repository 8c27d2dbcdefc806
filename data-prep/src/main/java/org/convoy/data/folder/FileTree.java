package org.convoy.data.folder;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
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
   * @throws IOException when a folder cannot be listed
   */
  public static RemoteIterator<? extends FileStatus> filesBelow(FileSystem files, Path folder)
      throws IOException {
    // Hadoop's recursive listing asks the local file system for the permissions of every file,
    // which it finds out by starting a process: minutes for some ten thousand files.
    return files instanceof LocalFileSystem
        ? new FolderByFolder(files, folder)
        : files.listFiles(folder, true);
  }

  /** Lists one folder after the other. */
  private static final class FolderByFolder implements RemoteIterator<FileStatus> {
    private final FileSystem files;
    private final Deque<FileStatus> waiting = new ArrayDeque<>();

    private FolderByFolder(FileSystem files, Path folder) throws IOException {
      this.files = files;
      list(folder);
    }

    private void list(Path folder) throws IOException {
      for (FileStatus status : files.listStatus(folder)) {
        waiting.push(status);
      }
    }

    @Override
    public boolean hasNext() throws IOException {
      while (!waiting.isEmpty() && waiting.peek().isDirectory()) {
        list(waiting.pop().getPath());
      }

      return !waiting.isEmpty();
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException("no file left");
      }

      return waiting.pop();
    }
  }
}
