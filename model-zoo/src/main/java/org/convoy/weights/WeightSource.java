package org.convoy.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of weights that can be read at any place, wherever it lies. */
public interface WeightSource {
  /** What messages call it. */
  String name();

  /** Bytes of the whole file. */
  long length();

  /**
   * Fills an array from a place that, with the array, lies within {@link #length}.
   *
   * @throws IOException also when the file has become shorter
   */
  void read(long position, byte[] into) throws IOException;

  /** From a place to the end of the file. */
  default InputStream from(long position) {
    return new WeightSourceStream(this, position);
  }

  /** The bytes of a file that is in memory already. */
  static WeightSource of(String name, byte[] content) {
    return new WeightSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long length() {
        return content.length;
      }

      @Override
      public void read(long position, byte[] into) {
        System.arraycopy(content, Math.toIntExact(position), into, 0, into.length);
      }
    };
  }

  /** A local file, for as long as the channel is open. */
  static WeightSource of(Path file, FileChannel channel) throws IOException {
    long length = channel.size();
    return new WeightSource() {
      @Override
      public String name() {
        return file.toString();
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void read(long position, byte[] into) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into);
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, position + buffer.position()) < 0) {
            throw new EOFException(file + " ends at byte " + (position + buffer.position()));
          }
        }
      }
    };
  }
}
