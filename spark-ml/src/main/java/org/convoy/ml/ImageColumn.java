package org.convoy.ml;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.convoy.data.EncodedImage;
import org.convoy.data.Image;
import org.convoy.data.StoredImage;

/**
 * A column of images, as Spark's readers and Hugging Face's files have them.
 *
 * @param index of the column in its rows
 * @param kind how it holds images
 */
record ImageColumn(int index, Kind kind) implements Serializable {
  /** How a column holds images. */
  enum Kind {
    /** Bytes of image files, as the column {@code content} of Spark's source {@code binaryFile}. */
    FILE,
    /** {@code struct<bytes: binary, path: string>}, as Hugging Face's datasets have it. */
    FILE_WITH_PATH,
    /** Decoded, as Spark's source {@code image}: rows of blue, green, red. */
    DECODED
  }

  private static final int GRAY = 1;
  private static final int BGR = 3;
  private static final int BGR_ALPHA = 4;

  /**
   * Finds a column.
   *
   * @throws IllegalArgumentException when it is not there, or holds something else
   */
  static ImageColumn of(StructType schema, String name) {
    List<String> names = Arrays.asList(schema.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no column %s of images; there are %s"
              .formatted(name, String.join(", ", names)));
    }

    return new ImageColumn(names.indexOf(name), kind(schema, name));
  }

  private static Kind kind(StructType schema, String name) {
    if (schema.apply(name).dataType().equals(DataTypes.BinaryType)) {
      return Kind.FILE;
    }

    if (schema.apply(name).dataType() instanceof StructType struct) {
      List<String> fields = Arrays.asList(struct.fieldNames());
      if (fields.containsAll(List.of("height", "width", "nChannels", "data"))) {
        return Kind.DECODED;
      }

      if (fields.containsAll(List.of("bytes", "path"))) {
        return Kind.FILE_WITH_PATH;
      }
    }

    throw new IllegalArgumentException(
        "column %s is %s; images are binary (files), struct<bytes: binary, path: string>, or as Spark's source \"image\" gives them"
            .formatted(name, schema.apply(name).dataType().catalogString()));
  }

  /**
   * The image of a row.
   *
   * @throws IllegalArgumentException when it has none, or one of a kind that networks do not take
   */
  StoredImage image(Row row) {
    if (row.isNullAt(index)) {
      throw new IllegalArgumentException("there is no image");
    }

    return switch (kind) {
      case FILE -> new EncodedImage("image", row.getAs(index));
      case FILE_WITH_PATH -> file(row.getStruct(index));
      case DECODED -> decoded(row.getStruct(index));
    };
  }

  private static EncodedImage file(Row image) {
    byte[] content = image.getAs("bytes");
    String path = image.getAs("path");
    if (content == null) {
      throw new IllegalArgumentException("there is no image");
    }

    return new EncodedImage(path == null ? "image" : path, content);
  }

  private static Image decoded(Row image) {
    int height = image.<Integer>getAs("height");
    int width = image.<Integer>getAs("width");
    int channels = image.<Integer>getAs("nChannels");
    byte[] data = image.getAs("data");
    if (channels == GRAY) {
      return new Image(height, width, GRAY, data);
    }

    if (channels != BGR && channels != BGR_ALPHA) {
      throw new IllegalArgumentException(
          "an image of %d channels; there are 1, 3 or 4".formatted(channels));
    }

    return new Image(height, width, BGR, redGreenBlue(data, channels));
  }

  /** Without the alpha channel, as the decoder of files leaves it out. */
  private static byte[] redGreenBlue(byte[] data, int channels) {
    byte[] pixels = new byte[data.length / channels * BGR];
    for (int from = 0, to = 0; to < pixels.length; from += channels, to += BGR) {
      pixels[to] = data[from + 2];
      pixels[to + 1] = data[from + 1];
      pixels[to + 2] = data[from];
    }

    return pixels;
  }
}
