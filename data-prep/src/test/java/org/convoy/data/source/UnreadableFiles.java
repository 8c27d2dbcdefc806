package org.convoy.data.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Local files of which nothing can be read at times, as on an HDFS that has lost a data node. */
public final class UnreadableFiles extends LocalFileSystem {
  static final String REASON = "Could not obtain block: BP-7 of a lost data node";

  private static volatile boolean away;
  private static volatile String refused = "";

  /** Hadoop's configuration in which {@code file:} is this file system. */
  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.file.impl", UnreadableFiles.class, LocalFileSystem.class);
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  static void setAway(boolean isAway) {
    away = isAway;
  }

  /** Lets opening fail as java.io fails, of a file that is there; empty: not. */
  static void refuse(String reason) {
    refused = reason;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (!refused.isEmpty()) {
      throw new FileNotFoundException("%s (%s)".formatted(path.toUri().getPath(), refused));
    }

    return new FSDataInputStream(new Content(super.open(path, bufferSize)));
  }

  private static final class Content extends FSInputStream {
    private final FSDataInputStream file;

    private Content(FSDataInputStream file) {
      this.file = file;
    }

    private static void requireThere() throws IOException {
      if (away) {
        throw new IOException(REASON + "\n\tat org.apache.hadoop.hdfs.DFSInputStream");
      }
    }

    @Override
    public int read() throws IOException {
      requireThere();
      return file.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      requireThere();
      return file.read(buffer, offset, length);
    }

    @Override
    public void seek(long position) throws IOException {
      file.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return file.getPos();
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
