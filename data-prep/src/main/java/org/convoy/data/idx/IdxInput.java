package org.convoy.data.idx;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;

/** One open IDX file, plain or gzip by its name: the header first, then bytes in order. */
final class IdxInput implements Closeable {
  static final String GZIP_SUFFIX = ".gz";

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final String FETCH_AGAIN = "Fetch or copy the file again.";

  private final Path path;
  private final InputStream data;
  private long position;
  private String expected;

  private IdxInput(Path path, InputStream data) {
    this.path = path;
    this.data = data;
    this.expected = "an IDX header";
  }

  static IdxInput open(Configuration hadoop, Path path) {
    try {
      return new IdxInput(path, decompress(path, HadoopFiles.open(path, hadoop)));
    } catch (FileNotFoundException e) {
      throw new DataException(
          path.toString(), "an IDX file", "nothing", "Check the path, or fetch the data.", e);
    } catch (EOFException | ZipException e) {
      throw new DataException(
          path.toString(), "gzip data", "an empty file or something else", FETCH_AGAIN, e);
    } catch (IOException e) {
      throw DataException.ofReading(path.toString(), "a readable IDX file", FETCH_AGAIN, e);
    }
  }

  // The caller closes the stream.
  private static InputStream decompress(Path path, FSDataInputStream file) throws IOException {
    if (!path.getName().endsWith(GZIP_SUFFIX)) {
      return new BufferedInputStream(file, BUFFER_BYTES);
    }

    try {
      return new BufferedInputStream(new GZIPInputStream(file, BUFFER_BYTES), BUFFER_BYTES);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** Reads the header of an array of unsigned bytes with this many dimensions. */
  IdxHeader readHeader(int count) {
    ByteBuffer header = ByteBuffer.wrap(readExactly(IdxHeader.bytes(count)));
    int magic = header.getInt();

    if (magic != IdxHeader.magic(count)) {
      throw wrongMagic(magic, IdxHeader.magic(count));
    }

    int[] dimensions = new int[count];

    for (int i = 0; i < count; i++) {
      dimensions[i] = header.getInt();

      if (dimensions[i] < 1) {
        throw new DataException(
            path.toString(),
            "a size of at least 1 in dimension %d of %d".formatted(i + 1, count),
            String.valueOf(dimensions[i]),
            FETCH_AGAIN);
      }
    }

    IdxHeader result = IdxHeader.of(dimensions);
    expected = "%s bytes after the header".formatted(result);
    return result;
  }

  private DataException wrongMagic(int magic, int wanted) {
    String fix =
        magic >>> 16 == GZIP_MAGIC
            ? "It is a gzip file: give it a name that ends in .gz."
            : "It is another kind of file: replace it by the IDX file of this name.";

    return new DataException(
        path.toString(), "magic number 0x%08x".formatted(wanted), "0x%08x".formatted(magic), fix);
  }

  byte[] readExactly(int length) {
    byte[] bytes = new byte[length];
    readFully(bytes, length);
    return bytes;
  }

  /** Fills the first {@code length} bytes of the buffer. */
  void readFully(byte[] buffer, int length) {
    try {
      int count = data.readNBytes(buffer, 0, length);
      position += count;

      if (count < length) {
        throw truncated(null);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  void skip(long length) {
    try {
      data.skipNBytes(length);
      position += length;
    } catch (EOFException e) {
      throw truncated(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Checks that nothing follows. For gzip this is also what verifies the checksum. */
  void expectEnd() {
    try {
      if (data.read() >= 0) {
        throw new DataException(
            path.toString(),
            expected + ", " + position + " bytes in all",
            "more bytes after them",
            "The header does not belong to this content. " + FETCH_AGAIN);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private DataException truncated(EOFException cause) {
    return new DataException(
        path.toString(),
        expected,
        "the end of the file after %d bytes in all".formatted(position),
        "The file is truncated. " + FETCH_AGAIN,
        cause);
  }

  private RuntimeException unreadable(IOException cause) {
    if (cause instanceof EOFException eof) {
      return truncated(eof);
    }

    return cause instanceof ZipException
        ? new DataException(
            path.toString(),
            expected,
            "damaged gzip data after %d bytes (%s)".formatted(position, cause.getMessage()),
            FETCH_AGAIN,
            cause)
        : DataException.ofReading(path.toString(), expected, FETCH_AGAIN, cause);
  }

  @Override
  public void close() {
    try {
      data.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
