package org.convoy.data.archive;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
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
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.archive.ArchiveFile.Packing;

/**
 * The bytes of one open archive from a position on, decompressed if it is compressed as a whole.
 */
final class ArchiveInput implements Closeable {
  static final String FETCH_AGAIN = "Fetch or copy the archive again.";

  private static final int BUFFER_BYTES = 256 * 1024;

  /** Shorter skips read on: a new position costs a file system on the network a connection. */
  private static final int SHORT_SKIP_REMOTE = 512 * 1024;

  private static final int SHORT_SKIP_LOCAL = 16 * 1024;

  private final Path path;
  private final FSDataInputStream file;
  private final long length;
  private final boolean local;
  private InputStream data;
  private long position;

  private ArchiveInput(
      Path path, FSDataInputStream file, InputStream data, long length, boolean local) {
    this.path = path;
    this.file = file;
    this.data = data;
    this.length = length;
    this.local = local;
  }

  /** Opens an archive: skipping is cheap in a plain one, and decompresses in others. */
  static ArchiveInput open(Configuration hadoop, ArchiveFile archive) {
    Path path = HadoopFiles.path(archive.path());
    FSDataInputStream file = open(hadoop, path);

    try {
      return new ArchiveInput(
          path,
          file,
          archive.packing() == Packing.PLAIN
              ? new SkippingInputStream(file, shortSkip(hadoop, path))
              : new BufferedInputStream(decompressed(file, archive.packing()), BUFFER_BYTES),
          archive.packing().isStream() ? Long.MAX_VALUE : archive.length(),
          HadoopFiles.isLocal(path, hadoop));
    } catch (IOException e) {
      try (file) {
        throw unreadable(path, 0, e);
      } catch (IOException closing) {
        throw unreadable(path, 0, closing);
      }
    }
  }

  private static int shortSkip(Configuration hadoop, Path path) throws IOException {
    return HadoopFiles.of(path, hadoop) instanceof LocalFileSystem
        ? SHORT_SKIP_LOCAL
        : SHORT_SKIP_REMOTE;
  }

  private static InputStream decompressed(InputStream file, Packing packing) throws IOException {
    return switch (packing) {
      case GZIP -> new GZIPInputStream(file, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(file);
      case PLAIN, ZIP -> file;
    };
  }

  private static FSDataInputStream open(Configuration hadoop, Path path) {
    try {
      return HadoopFiles.open(path, hadoop);
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
      if (data instanceof SkippingInputStream skipping) {
        skipping.skipFully(target - position);
        position = target;
      } else if (length != Long.MAX_VALUE && target - position > BUFFER_BYTES) {
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

  /** Goes anywhere in an archive that is not compressed as a whole. */
  void goTo(long target) {
    try {
      seek(target);
    } catch (IOException e) {
      throw unreadable(path, target, e);
    }
  }

  /**
   * Some bytes anywhere in an archive that is not compressed as a whole; no others are read. What
   * is read next without a place needs {@link #goTo} before.
   */
  byte[] readAt(long offset, int count) {
    try {
      return HadoopFiles.readAt(file, local, offset, count);
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

  DataException truncated(EOFException cause) {
    return new DataException(
        path.toString(),
        "a complete archive",
        "its end within an entry, after %d bytes or more".formatted(position),
        "The archive is truncated. " + FETCH_AGAIN,
        cause);
  }

  private static RuntimeException unreadable(Path path, long position, IOException cause) {
    if (!isOfContent(cause)) {
      return DataException.ofReading(path.toString(), "a readable archive", FETCH_AGAIN, cause);
    }

    String found =
        cause instanceof EOFException
            ? "the end of the file"
            : cause instanceof ZipException ? "damaged gzip data" : "damaged Zstandard data";
    return new DataException(
        path.toString(),
        "a readable archive",
        "%s after %d bytes (%s)".formatted(found, position, cause.getMessage()),
        FETCH_AGAIN,
        cause);
  }

  private static boolean isOfContent(IOException failure) {
    return failure instanceof EOFException
        || failure instanceof ZipException
        || failure instanceof ZstdIOException;
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
