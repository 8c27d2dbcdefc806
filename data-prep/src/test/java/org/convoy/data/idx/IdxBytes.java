package org.convoy.data.idx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/**
 * Content of small IDX files: image i is filled with the bytes i, i+1, …, its label is i mod 10.
 */
public final class IdxBytes {
  public static final int HEIGHT = 3;
  public static final int WIDTH = 4;

  private IdxBytes() {}

  public static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * HEIGHT * WIDTH);
    bytes.putInt(0x0803).putInt(count).putInt(HEIGHT).putInt(WIDTH);

    for (int i = 0; i < count; i++) {
      bytes.put(pixels(i));
    }

    return bytes.array();
  }

  public static byte[] pixels(int image) {
    byte[] pixels = new byte[HEIGHT * WIDTH];

    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (image + i);
    }

    return pixels;
  }

  public static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count);
    bytes.putInt(0x0801).putInt(count);

    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % 10));
    }

    return bytes.array();
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream result = new ByteArrayOutputStream();

    try (GZIPOutputStream output = new GZIPOutputStream(result)) {
      output.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return result.toByteArray();
  }
}
