package org.convoy.data.parquet;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A file whose own failures can be told from those of Parquet's library, which throws IOExceptions
 * for what is wrong in the content as well.
 */
record ParquetInput(InputFile file) implements InputFile {
  ParquetInput {
    requireNonNull(file, "file is null");
  }

  /** The file cannot be read; its cause says why. */
  static final class ReadFailure extends IOException {
    private ReadFailure(IOException cause) {
      super(cause);
    }
  }

  /** Why the file could not be read, if that is the reason of a failure. */
  static Optional<IOException> readFailure(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(ReadFailure.class::isInstance)
        .map(cause -> (IOException) cause.getCause())
        .findFirst();
  }

  @Override
  public long getLength() throws IOException {
    return file.getLength();
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return new Content(attempt(file::newStream));
  }

  @FunctionalInterface
  private interface Read<T> {
    T run() throws IOException;
  }

  private static <T> T attempt(Read<T> read) throws IOException {
    try {
      return read.run();
    } catch (EOFException e) { // The content asks for more than there is.
      throw e;
    } catch (IOException e) {
      throw new ReadFailure(e);
    }
  }

  private static final class Content extends SeekableInputStream {
    private final SeekableInputStream stream;

    private Content(SeekableInputStream stream) {
      this.stream = stream;
    }

    @Override
    public int read() throws IOException {
      return attempt(stream::read);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return attempt(() -> stream.read(bytes, offset, length));
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return attempt(() -> stream.read(buffer));
    }

    @Override
    public void readFully(byte[] bytes) throws IOException {
      readFully(bytes, 0, bytes.length);
    }

    @Override
    public void readFully(byte[] bytes, int offset, int length) throws IOException {
      attempt(
          () -> {
            stream.readFully(bytes, offset, length);
            return null;
          });
    }

    @Override
    public void readFully(ByteBuffer buffer) throws IOException {
      attempt(
          () -> {
            stream.readFully(buffer);
            return null;
          });
    }

    @Override
    public long getPos() throws IOException {
      return stream.getPos();
    }

    /** Beyond the end is what the content says, not what the file does. */
    @Override
    public void seek(long position) throws IOException {
      stream.seek(position);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
