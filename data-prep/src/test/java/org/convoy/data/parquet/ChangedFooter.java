package org.convoy.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/** Says of a Parquet file what is not so. */
final class ChangedFooter {
  private static final int TAIL_BYTES = 8;

  private ChangedFooter() {}

  /** That its columns are compressed by Brotli. */
  static byte[] brotli(byte[] file) throws IOException {
    return changed(
        file,
        group ->
            group
                .getColumns()
                .forEach(column -> column.getMeta_data().setCodec(CompressionCodec.BROTLI)));
  }

  /** That each row group has so many rows. */
  static byte[] rows(byte[] file, long rows) throws IOException {
    return changed(file, group -> group.setNum_rows(rows));
  }

  /** That each row group, and each of its columns, has so many rows. */
  static byte[] rowsAndValues(byte[] file, long rows) throws IOException {
    return changed(
        file,
        group -> {
          group.setNum_rows(rows);
          group.getColumns().forEach(column -> column.getMeta_data().setNum_values(rows));
        });
  }

  private static byte[] changed(byte[] file, Consumer<RowGroup> change) throws IOException {
    int tail = file.length - TAIL_BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
    footer.getRow_groups().forEach(change);
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
