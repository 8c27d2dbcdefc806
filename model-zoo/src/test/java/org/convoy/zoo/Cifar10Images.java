package org.convoy.zoo;

import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** The test images of CIFAR-10 in a gzipped tar of JPEG files, test/CLASS/NUMBER.jpg. */
public final class Cifar10Images {
  private static final int TAR_BLOCK = 512;
  private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
  private static final float[] STD = {0.229f, 0.224f, 0.225f};

  private Cifar10Images() {}

  /** Encoded images by path. */
  public static NavigableMap<String, byte[]> read(Path archive) throws IOException {
    NavigableMap<String, byte[]> images = new TreeMap<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        DataInputStream tar = new DataInputStream(new GZIPInputStream(file))) {
      byte[] header = new byte[TAR_BLOCK];
      for (tar.readFully(header); header[0] != 0; tar.readFully(header)) {
        String path = text(header, 0, 100);
        int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
        byte[] content = new byte[size];
        tar.readFully(content);
        tar.skipNBytes((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
        if (path.startsWith("test/") && size > 0) {
          images.put(path, content);
        }
      }
    }

    return images;
  }

  private static String text(byte[] header, int offset, int length) {
    String field = new String(header, offset, length, StandardCharsets.US_ASCII);
    int end = field.indexOf('\0');
    return end < 0 ? field : field.substring(0, end);
  }

  /** Writes an image's normalized values, channel by channel. */
  public static void decode(byte[] jpeg, FloatBuffer tensor) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
    for (int channel = 0; channel < 3; channel++) {
      int shift = 16 - 8 * channel;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          float value = (image.getRGB(x, y) >> shift & 0xff) / 255f;
          tensor.put((value - MEAN[channel]) / STD[channel]);
        }
      }
    }
  }
}
