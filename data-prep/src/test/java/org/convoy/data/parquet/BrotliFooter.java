package org.convoy.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;

/** Says of a Parquet file that its columns are compressed by Brotli. */
final class BrotliFooter {
  private static final int TAIL_BYTES = 8;

  private BrotliFooter() {}

  static byte[] in(byte[] file) throws IOException {
    int tail = file.length - TAIL_BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
    footer
        .getRow_groups()
        .forEach(
            group ->
                group
                    .getColumns()
                    .forEach(column -> column.getMeta_data().setCodec(CompressionCodec.BROTLI)));
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    changed.write(file, 0, tail - length);
    Util.writeFileMetaData(footer, changed);
    int written = changed.size() - (tail - length);
    changed.write(
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(written).array());
    changed.write(file, tail + Integer.BYTES, TAIL_BYTES - Integer.BYTES);
    return changed.toByteArray();
  }
}
