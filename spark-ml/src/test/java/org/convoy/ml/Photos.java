package org.convoy.ml;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** JPEG files in class folders that a network can learn: discs of a class's color on noise. */
final class Photos {
  static final List<String> CLASSES = List.of("apple", "lime", "plum");

  private static final List<Color> COLORS =
      List.of(new Color(200, 40, 40), new Color(60, 190, 60), new Color(110, 40, 150));
  private static final int SIDE = 32;

  private Photos() {}

  /** Writes so many of each class into FOLDER/SPLIT/CLASS. */
  static void write(Path folder, String split, int each, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    for (int label = 0; label < CLASSES.size(); label++) {
      Path target = Files.createDirectories(folder.resolve(split).resolve(CLASSES.get(label)));
      for (int i = 0; i < each; i++) {
        BufferedImage image = draw(COLORS.get(label), random);
        ImageIO.write(image, "jpg", target.resolve("%03d.jpg".formatted(i)).toFile());
      }
    }
  }

  private static BufferedImage draw(Color color, SplittableRandom random) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
      image.setRGB(pixel % SIDE, pixel / SIDE, random.nextInt(1 << 24));
    }

    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillOval(random.nextInt(12), random.nextInt(12), 20, 20);
    graphics.dispose();
    return image;
  }
}
