package org.convoy.data.parquet;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.convoy.data.HadoopFiles;

/**
 * A Parquet file whose bytes are the same in every process, and go through a digest. Parquet's
 * writer lists the encodings of a column in an order that differs between processes (that of a hash
 * set of enum constants), so the footer is held back and written with sorted lists.
 */
final class StableOutputFile implements OutputFile {
  // The length of the metadata, then "PAR1".
  private static final int TAIL_BYTES = 8;

  private final FileSystem files;
  private final Path path;
  private final MessageDigest digest;
  private StableOutputStream stream;

  StableOutputFile(Configuration hadoop, Path path, MessageDigest digest) throws IOException {
    this.files = HadoopFiles.of(path, hadoop);
    this.path = requireNonNull(path, "path is null");
    this.digest = requireNonNull(digest, "digest is null");
  }

  /** Says that all row groups are written, and only the footer follows. */
  void beginFooter() {
    stream.footer = new ByteArrayOutputStream();
  }

  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    return open(false);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    return open(true);
  }

  // The caller closes the stream.
  private PositionOutputStream open(boolean overwrite) throws IOException {
    stream = new StableOutputStream(files.create(path, overwrite), digest);
    return stream;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  /** The footer as it is, but for the order of the encodings; indexes may precede the metadata. */
  private static byte[] sortEncodings(byte[] footer) throws IOException {
    int tail = footer.length - TAIL_BYTES;
    int length = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
    FileMetaData metadata =
        Util.readFileMetaData(new ByteArrayInputStream(footer, tail - length, length));
    metadata
        .getRow_groups()
        .forEach(
            group ->
                group
                    .getColumns()
                    .forEach(
                        column ->
                            column
                                .getMeta_data()
                                .getEncodings()
                                .sort(Comparator.comparingInt(Encoding::getValue))));
    ByteArrayOutputStream sorted = new ByteArrayOutputStream();
    sorted.write(footer, 0, tail - length);
    Util.writeFileMetaData(metadata, sorted);
    int sortedLength = sorted.size() - (tail - length);
    sorted.write(
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(sortedLength)
            .array());
    sorted.write(footer, tail + Integer.BYTES, TAIL_BYTES - Integer.BYTES);
    return sorted.toByteArray();
  }

  private static final class StableOutputStream extends PositionOutputStream {
    private final FSDataOutputStream file;
    private final DigestOutputStream output;
    private ByteArrayOutputStream footer;

    private StableOutputStream(FSDataOutputStream file, MessageDigest digest) {
      this.file = file;
      this.output = new DigestOutputStream(file, digest);
    }

    @Override
    public long getPos() {
      return file.getPos() + (footer == null ? 0 : footer.size());
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (footer == null) {
        output.write(bytes, offset, length);
      } else {
        footer.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      output.flush();
    }

    @Override
    public void close() throws IOException {
      try (output) {
        if (footer != null) {
          output.write(sortEncodings(footer.toByteArray()));
          footer = null;
          file.hsync();
        }
      }
    }
  }
}
