package org.convoy.ml;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.convoy.data.Image;
import org.convoy.ml.ImageColumn.Kind;

/** A decoded image of Spark as a file of Netpbm: a line of numbers, then the pixels. */
final class EncodedPixels implements UDF1<Row, byte[]> {
  @Override
  public byte[] call(Row decoded) {
    if (decoded == null) {
      return null;
    }

    Image image = (Image) new ImageColumn(0, Kind.DECODED).image(RowFactory.create(decoded));
    String kind = image.channels() == 1 ? "P5" : "P6";
    byte[] header =
        "%s\n%d %d\n255\n".formatted(kind, image.width(), image.height()).getBytes(US_ASCII);
    return ByteBuffer.allocate(header.length + image.pixels().length)
        .put(header)
        .put(image.pixels())
        .array();
  }
}
