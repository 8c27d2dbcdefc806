package org.convoy.data.prepare;

import static java.util.Objects.requireNonNull;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.convoy.data.Image;

/** Encodes images as JPEG or PNG files by the JDK's writers. Not for several threads. */
public final class FileImageEncoder implements AutoCloseable {
  private final ImageWriter writer;
  private final ImageWriteParam parameters;

  private FileImageEncoder(ImageWriter writer, ImageWriteParam parameters) {
    this.writer = requireNonNull(writer, "writer is null");
    this.parameters = requireNonNull(parameters, "parameters is null");
  }

  /** Of PNG files. */
  public static FileImageEncoder png() {
    ImageWriter writer = writer("png");
    return new FileImageEncoder(writer, writer.getDefaultWriteParam());
  }

  /**
   * Of JPEG files.
   *
   * @param quality 1…100 as in libjpeg
   */
  public static FileImageEncoder jpeg(int quality) {
    ImageWriter writer = writer("jpeg");
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionQuality(quality / 100f);
    return new FileImageEncoder(writer, parameters);
  }

  private static ImageWriter writer(String format) {
    return ImageIO.getImageWritersByFormatName(format).next();
  }

  /** The file of an image of 1 or 3 channels. */
  public byte[] encode(Image image) {
    ByteArrayOutputStream file = new ByteArrayOutputStream(image.bytes() / 2 + 1024);

    try (ImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      writer.write(null, new IIOImage(buffered(image), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException("an image could not be encoded in memory", e);
    }

    return file.toByteArray();
  }

  private static BufferedImage buffered(Image image) {
    boolean gray = image.channels() == 1;
    BufferedImage buffered =
        new BufferedImage(
            image.width(),
            image.height(),
            gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] target = ((DataBufferByte) buffered.getRaster().getDataBuffer()).getData();

    if (gray) {
      System.arraycopy(image.pixels(), 0, target, 0, target.length);
    } else {
      reverseChannels(image.pixels(), target);
    }

    return buffered;
  }

  private static void reverseChannels(byte[] pixels, byte[] target) {
    for (int i = 0; i < target.length; i += 3) {
      target[i] = pixels[i + 2];
      target[i + 1] = pixels[i + 1];
      target[i + 2] = pixels[i];
    }
  }

  @Override
  public void close() {
    writer.dispose();
  }
}
