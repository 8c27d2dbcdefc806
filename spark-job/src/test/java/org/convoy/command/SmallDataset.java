package org.convoy.command;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Gray 28 × 28 images of ten classes that a network can learn: a bright square whose place is the
 * class, in noise. In MNIST's files.
 */
final class SmallDataset {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;
  private static final int IMAGES_MAGIC = 0x803;
  private static final int LABELS_MAGIC = 0x801;

  private SmallDataset() {}

  /** Writes both splits into a folder, which is created. */
  static void write(Path folder, int trainSize, int testSize) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train", trainSize, 1);
    write(folder, "t10k", testSize, 2);
  }

  private static void write(Path folder, String split, int size, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    try (DataOutputStream images = create(folder.resolve(split + "-images-idx3-ubyte"));
        DataOutputStream labels = create(folder.resolve(split + "-labels-idx1-ubyte"))) {
      writeInts(images, IMAGES_MAGIC, size, SIDE, SIDE);
      writeInts(labels, LABELS_MAGIC, size);
      for (int i = 0; i < size; i++) {
        int label = random.nextInt(CLASSES);
        labels.writeByte(label);
        images.write(image(label, random));
      }
    }
  }

  private static byte[] image(int label, SplittableRandom random) {
    byte[] pixels = new byte[SIDE * SIDE];
    int top = 2 + 12 * (label / 5);
    int left = 1 + 5 * (label % 5);
    for (int i = 0; i < pixels.length; i++) {
      int row = i / SIDE - top;
      int column = i % SIDE - left;
      boolean inside = row >= 0 && row < 12 && column >= 0 && column < 6;
      pixels[i] = (byte) (random.nextInt(100) + (inside ? 120 : 0));
    }

    return pixels;
  }

  private static DataOutputStream create(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static void writeInts(DataOutputStream output, int... values) throws IOException {
    for (int value : values) {
      output.writeInt(value);
    }
  }
}
