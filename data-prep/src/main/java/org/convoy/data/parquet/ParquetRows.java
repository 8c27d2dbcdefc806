package org.convoy.data.parquet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.convoy.data.DataAwayException;
import org.convoy.data.DataException;
import org.convoy.data.HadoopFiles;
import org.convoy.data.parquet.ImageRowMaterializer.ImageRow;

/** One open Parquet file of images: its footer, and its rows a row group at a time. */
final class ParquetRows implements Closeable {
  private static final String LFS_POINTER = "version https://git-lfs";
  private static final String FETCH_AGAIN = "Fetch or make the file again.";

  private static final Set<CompressionCodecName> FOREIGN_CODECS =
      Set.of(CompressionCodecName.BROTLI, CompressionCodecName.LZO);

  private final String path;
  private final FileStatus status;
  private final ParquetFileReader reader;
  private final ImageColumns columns;
  private ImageRowMaterializer materializer;
  private RecordReader<ImageRow> rows;

  private ParquetRows(String path, FileStatus status, ParquetFileReader reader) {
    this.path = requireNonNull(path, "path is null");
    this.status = requireNonNull(status, "status is null");
    this.reader = requireNonNull(reader, "reader is null");
    this.columns = ImageColumns.find(path, metadata().getFileMetaData().getSchema());
  }

  /** Opens a file, reads its footer and finds the columns. The caller closes it. */
  static ParquetRows open(Configuration hadoop, String path) {
    FileStatus status = status(hadoop, HadoopFiles.path(path));
    ParquetFileReader reader = attempt(path, "a Parquet file", () -> openReader(hadoop, status));

    try {
      ParquetRows rows = new ParquetRows(path, status, reader);
      rows.requireReadable();
      return rows;
    } catch (DataException | DataAwayException e) {
      attempt(path, "a Parquet file", () -> close(reader));
      throw e;
    }
  }

  /** Makes sure that no column is compressed in a way that Parquet's library brings no code for. */
  private void requireReadable() {
    requireRows();
    rowGroups().stream()
        .flatMap(group -> group.getColumns().stream())
        .map(ColumnChunkMetaData::getCodec)
        .filter(FOREIGN_CODECS::contains)
        .findFirst()
        .ifPresent(
            codec -> {
              throw new DataException(
                  path,
                  "columns that are not compressed, or by snappy, gzip, zstd or lz4",
                  "compression by " + codec.name().toLowerCase(Locale.ROOT),
                  "Write the file again, not compressed: images are already.");
            });
  }

  /** Before anything is made as large as a damaged footer claims. */
  private void requireRows() {
    long all = 0;
    for (BlockMetaData group : rowGroups()) {
      long rows = group.getRowCount();
      all += Math.max(0, Math.min(rows, Integer.MAX_VALUE));
      boolean differs =
          group.getColumns().stream()
              .filter(this::hasOneValueARow)
              .anyMatch(column -> column.getValueCount() != rows);
      if (rows < 0 || all >= Integer.MAX_VALUE || differs) {
        throw new DataException(
            path,
            "row groups of as many rows as their columns have values, fewer than 2^31 in a file",
            "one that claims %d rows".formatted(rows),
            FETCH_AGAIN);
      }
    }
  }

  private boolean hasOneValueARow(ColumnChunkMetaData column) {
    return metadata()
            .getFileMetaData()
            .getSchema()
            .getMaxRepetitionLevel(column.getPath().toArray())
        == 0;
  }

  private static FileStatus status(Configuration hadoop, Path path) {
    try {
      FileSystem files = HadoopFiles.of(path, hadoop);
      HadoopFiles.requireOrdinary(files, path);
      return files.getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new DataException(path.toString(), "a Parquet file", "nothing", "Check the path.", e);
    } catch (IOException e) {
      throw DataException.ofReading(path.toString(), "a Parquet file", FETCH_AGAIN, e);
    }
  }

  private static ParquetFileReader openReader(Configuration hadoop, FileStatus status)
      throws IOException {
    InputFile file = new ParquetInput(HadoopInputFile.fromStatus(status, hadoop));

    try {
      return ParquetFileReader.open(
          file, HadoopReadOptions.builder(hadoop).usePageChecksumVerification().build());
    } catch (RuntimeException e) { // What is no Parquet file.
      refusePointer(hadoop, status.getPath());
      throw e;
    }
  }

  /** What a clone without Git LFS has in place of the files. */
  private static void refusePointer(Configuration hadoop, Path path) throws IOException {
    try (FSDataInputStream input = HadoopFiles.open(path, hadoop)) {
      byte[] start = input.readNBytes(LFS_POINTER.length());

      if (new String(start, ISO_8859_1).equals(LFS_POINTER)) {
        throw new DataException(
            path.toString(),
            "a Parquet file",
            "a pointer of Git LFS",
            "Fetch it with git lfs pull.");
      }
    }
  }

  private static Void close(ParquetFileReader reader) throws IOException {
    reader.close();
    return null;
  }

  /** Length and modification time, among others. */
  FileStatus status() {
    return status;
  }

  ImageColumns columns() {
    return columns;
  }

  ParquetMetadata metadata() {
    return reader.getFooter();
  }

  List<BlockMetaData> rowGroups() {
    return reader.getRowGroups();
  }

  /** Goes to the first row of a row group, to read whole rows or their labels only. */
  void readRowGroup(int index, MessageType projection) {
    attempt(
        path,
        "row group %d of %d".formatted(index + 1, rowGroups().size()),
        () -> {
          reader.setRequestedSchema(projection);
          PageReadStore pages = reader.readRowGroup(index);
          materializer = new ImageRowMaterializer(projection, columns.image().getName());
          rows =
              new ColumnIOFactory()
                  .getColumnIO(projection, metadata().getFileMetaData().getSchema())
                  .getRecordReader(pages, materializer);
          return null;
        });
  }

  /** The next row of the row group; valid until the one after it is read. */
  ImageRow next() {
    return attempt(path, "a row", rows::read);
  }

  /** Passes over rows of the row group. */
  void skip(int count) {
    materializer.skip(true);

    for (int i = 0; i < count; i++) {
      next();
    }

    materializer.skip(false);
  }

  @Override
  public void close() {
    attempt(path, "a Parquet file", () -> close(reader));
  }

  @FunctionalInterface
  private interface Action<T> {
    T run() throws IOException;
  }

  // Parquet throws exceptions of many kinds for damaged content.
  private static <T> T attempt(String path, String expected, Action<T> action) {
    try {
      return action.run();
    } catch (FileNotFoundException e) {
      throw new DataException(path, expected, "nothing", "Check the path.", e);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw ParquetInput.readFailure(e)
          .map(failure -> DataException.ofReading(path, expected, FETCH_AGAIN, failure))
          .orElseGet(() -> damaged(path, expected, e));
    }
  }

  private static DataException damaged(String path, String expected, Exception cause) {
    return new DataException(
        path,
        expected,
        "damaged or foreign content (%s)".formatted(rootMessage(cause)),
        FETCH_AGAIN,
        cause);
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;

    while (root.getCause() != null) {
      root = root.getCause();
    }

    return root.getMessage() == null ? root.toString() : plain(root.getMessage());
  }

  /** Without the names of classes that Parquet's messages begin with. */
  private static String plain(String message) {
    return message.replaceFirst("^ParquetInput\\[file=[^]]*\\] is ", "it is ");
  }
}
