package org.convoy.data.prepare;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.convoy.data.Image;

final class ImageDecoder {
  static {
    ImageIO.setUseCache(false);
  }

  Image decode(byte[] file) {
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));

      if (image == null) {
        throw new BadImageException("no JPEG or PNG file");
      }

      int[] rgb =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      byte[] pixels = new byte[rgb.length * 3];

      for (int i = 0; i < rgb.length; i++) {
        pixels[3 * i] = (byte) (rgb[i] >> 16);
        pixels[3 * i + 1] = (byte) (rgb[i] >> 8);
        pixels[3 * i + 2] = (byte) rgb[i];
      }

      return new Image(image.getHeight(), image.getWidth(), 3, pixels);
    } catch (IOException e) {
      throw new BadImageException("damaged: " + e.getMessage());
    }
  }
}
