package org.convoy.data.idx;

import java.io.Serializable;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.convoy.common.Sha256;
import org.convoy.data.DataException;
import org.convoy.data.ImageShape;

/** What one pass over both files found, after it proved them sound. */
record IdxContent(int size, ImageShape shape, String fingerprint) implements Serializable {
  private static final int BUFFER_BYTES = 64 * 1024;

  static IdxContent verify(Configuration hadoop, IdxFiles files, List<String> classes) {
    MessageDigest digest = Sha256.digest();
    IdxHeader images = verifyImages(hadoop, files, digest);
    verifyLabels(hadoop, files, images.items(), classes, digest);
    ImageShape shape = new ImageShape(images.dimensions().get(1), images.dimensions().get(2), 1);

    return new IdxContent(images.items(), shape, Sha256.hex(digest));
  }

  private static IdxHeader verifyImages(
      Configuration hadoop, IdxFiles files, MessageDigest digest) {
    try (IdxInput input = IdxInput.open(hadoop, files.images())) {
      IdxHeader header = input.readHeader(3);
      digest.update(header.encode());
      byte[] buffer = new byte[BUFFER_BYTES];

      for (long left = header.contentBytes(); left > 0; left -= BUFFER_BYTES) {
        int count = (int) Math.min(left, BUFFER_BYTES);
        input.readFully(buffer, count);
        digest.update(buffer, 0, count);
      }

      input.expectEnd();
      return header;
    }
  }

  private static void verifyLabels(
      Configuration hadoop,
      IdxFiles files,
      int images,
      List<String> classes,
      MessageDigest digest) {
    try (IdxInput input = IdxInput.open(hadoop, files.labels())) {
      IdxHeader header = input.readHeader(1);

      if (header.items() != images) {
        throw new DataException(
            files.labels().toString(),
            "%d labels, one for each image of %s".formatted(images, files.images().getName()),
            header.items() + " labels",
            "The two files do not belong together: fetch both again.");
      }

      byte[] labels = input.readExactly(header.items());
      input.expectEnd();

      for (int i = 0; i < labels.length; i++) {
        checkLabel(files, classes, Byte.toUnsignedInt(labels[i]), i);
      }

      digest.update(header.encode());
      digest.update(labels);
    }
  }

  /** All labels of a label file. */
  static int[] labels(Configuration hadoop, Path file) {
    try (IdxInput input = IdxInput.open(hadoop, file)) {
      byte[] bytes = input.readExactly(input.readHeader(1).items());
      int[] labels = new int[bytes.length];
      Arrays.setAll(labels, i -> Byte.toUnsignedInt(bytes[i]));
      return labels;
    }
  }

  static void checkLabel(IdxFiles files, List<String> classes, int label, int item) {
    if (label >= classes.size()) {
      throw new DataException(
          files.labels().toString(),
          "labels 0…%d for %d classes".formatted(classes.size() - 1, classes.size()),
          "label %d at item %d".formatted(label, item),
          "Set the number of classes that the data has, or repair the file.");
    }
  }
}
