package org.convoy.data.archive;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;

/** The bytes of one open archive from a position on, decompressed if it is a gzip file. */
final class TarInput implements Closeable {
  static final String FETCH_AGAIN = "Fetch or copy the archive again.";

  /** Shorter skips read on: a new position costs a remote file system more. */
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Path path;
  private final FSDataInputStream file;
  private final long length;
  private InputStream data;
  private long position;

  private TarInput(Path path, FSDataInputStream file, InputStream data, long length) {
    this.path = path;
    this.file = file;
    this.data = data;
    this.length = length;
  }

  /**
   * Opens a plain archive, in which skipping is cheap.
   *
   * @param length bytes of the file
   */
  static TarInput openPlain(Configuration hadoop, Path path, long length) {
    FSDataInputStream file = open(hadoop, path);
    return new TarInput(path, file, new BufferedInputStream(file, BUFFER_BYTES), length);
  }

  /** Opens a gzip archive, in which skipping decompresses. */
  static TarInput openGzip(Configuration hadoop, Path path) {
    FSDataInputStream file = open(hadoop, path);

    try {
      InputStream decompressed = new GZIPInputStream(file, BUFFER_BYTES);
      return new TarInput(
          path, file, new BufferedInputStream(decompressed, BUFFER_BYTES), Long.MAX_VALUE);
    } catch (IOException e) {
      try (file) {
        throw new DataException(
            path.toString(), "gzip data", "an empty file or something else", FETCH_AGAIN, e);
      } catch (IOException closing) {
        throw unreadable(path, 0, closing);
      }
    }
  }

  private static FSDataInputStream open(Configuration hadoop, Path path) {
    try {
      return HadoopFiles.of(path, hadoop).open(path);
    } catch (FileNotFoundException e) {
      throw new DataException(
          path.toString(), "an archive", "nothing", "Check the path, or fetch the data.", e);
    } catch (IOException e) {
      throw unreadable(path, 0, e);
    }
  }

  Path path() {
    return path;
  }

  /** Bytes before the next one, counted as decompressed. */
  long position() {
    return position;
  }

  /** Fills the buffer as far as the archive reaches and tells how far. */
  int read(byte[] buffer) {
    try {
      int count = data.readNBytes(buffer, 0, buffer.length);
      position += count;
      return count;
    } catch (IOException e) {
      throw unreadable(path, position, e);
    }
  }

  /** The next bytes, all of them. Memory grows with what is really there. */
  byte[] readExactly(int count) {
    try {
      byte[] bytes = data.readNBytes(count);
      position += bytes.length;

      if (bytes.length < count) {
        throw truncated(null);
      }

      return bytes;
    } catch (IOException e) {
      throw unreadable(path, position, e);
    }
  }

  void skipTo(long target) {
    if (target < position) {
      throw new IllegalArgumentException(
          "cannot go back from %d to %d".formatted(position, target));
    }

    if (target > length) {
      throw truncated(null);
    }

    try {
      if (length != Long.MAX_VALUE && target - position > BUFFER_BYTES) {
        seek(target);
      } else {
        data.skipNBytes(target - position);
        position = target;
      }
    } catch (EOFException e) {
      throw truncated(e);
    } catch (IOException e) {
      throw unreadable(path, position, e);
    }
  }

  /** Some bytes anywhere in a plain archive; no others are read. */
  byte[] readAt(long offset, int count) {
    byte[] bytes = new byte[count];

    try {
      file.seek(offset);
      file.readFully(bytes);
      return bytes;
    } catch (EOFException e) {
      throw truncated(e);
    } catch (IOException e) {
      throw unreadable(path, offset, e);
    }
  }

  private void seek(long target) throws IOException {
    file.seek(target);
    data = new BufferedInputStream(file, BUFFER_BYTES);
    position = target;
  }

  /** Reads to the end, which is what verifies a gzip file's checksum. */
  void drain() {
    byte[] buffer = new byte[BUFFER_BYTES];
    int count = read(buffer);

    while (count == buffer.length) {
      count = read(buffer);
    }
  }

  DataException truncated(EOFException cause) {
    return new DataException(
        path.toString(),
        "a complete tar archive",
        "its end within an entry, after %d bytes or more".formatted(position),
        "The archive is truncated. " + FETCH_AGAIN,
        cause);
  }

  private static DataException unreadable(Path path, long position, IOException cause) {
    String found =
        cause instanceof EOFException
            ? "the end of the file"
            : cause instanceof ZipException ? "damaged gzip data" : "a read error";

    return new DataException(
        path.toString(),
        "a readable archive",
        "%s after %d bytes (%s)".formatted(found, position, cause.getMessage()),
        FETCH_AGAIN,
        cause);
  }

  @Override
  public void close() {
    try {
      data.close();
    } catch (IOException e) {
      throw unreadable(path, position, e);
    }
  }
}
