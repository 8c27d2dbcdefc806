package org.convoy.cluster;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The first images of Fashion-MNIST, which Debian's package brings, in its own files. */
final class FashionMnist {
  static final Path PACKAGE = Path.of("/usr/share/datasets/fashion-mnist");

  private FashionMnist() {}

  static void writeFirst(Path folder, int train, int test) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train-images-idx3-ubyte", train);
    write(folder, "train-labels-idx1-ubyte", train);
    write(folder, "t10k-images-idx3-ubyte", test);
    write(folder, "t10k-labels-idx1-ubyte", test);
  }

  /**
   * The header is a magic number that ends with the count of dimensions, then these, as integers.
   */
  private static void write(Path folder, String name, int count) throws IOException {
    try (DataInputStream input =
            new DataInputStream(
                new BufferedInputStream(
                    new GZIPInputStream(Files.newInputStream(PACKAGE.resolve(name + ".gz")))));
        DataOutputStream output =
            new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      int magic = input.readInt();
      input.readInt();
      output.writeInt(magic);
      output.writeInt(count);
      int bytes = count;
      for (int dimension = 1; dimension < (magic & 0xff); dimension++) {
        int length = input.readInt();
        output.writeInt(length);
        bytes *= length;
      }

      output.write(input.readNBytes(bytes));
    }
  }
}
